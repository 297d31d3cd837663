import { changeLabel } from '../../domain/prompt/label-change.ts';
import type { LabelOutcome } from '../../domain/prompt/label-change.ts';
import { labelSnapshot } from '../../domain/prompt/template-snapshot.ts';
import type { LabelMove } from '../../domain/prompt/template.ts';
import type { LabelCommand } from '../../domain/prompt/template-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { entryOf } from './audit-log.ts';
import { changeTemplate } from './change-template.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { readPage } from './keyset.ts';
import { fromLabelMove, templateIdOf, toLabelMove } from './template-documents.ts';
import type { LabelMoveDocument } from './template-documents.ts';
import { finishAll } from './templates.ts';

export function changeTemplateLabel(
  database: Database,
  { projectId, templateId, change, audit }: LabelCommand,
): Promise<LabelOutcome | null> {
  return changeTemplate<LabelOutcome>(
    database,
    { projectId, templateId },
    change.at,
    (stored) => {
      const answer = changeLabel(stored, change);
      if (answer.kind !== 'changed') return { kind: 'none', answer };
      const { template, move } = answer;
      return {
        kind: 'change',
        template,
        ...(move !== null && { move: fromLabelMove(move) }),
        ...entryOf(audit, labelSnapshot(stored, change.label), labelSnapshot(template, change.label)),
        answer,
      };
    },
    async (template, { move }) => {
      if (move === undefined) return false;
      if (template.pendingMoves.some(({ moveId }) => moveId === move.moveId)) return true;
      const found = await database.repeat(() =>
        database.templateLabelMoves.findOne({ _id: move._id }, LATEST),
      );
      return found?.moveId === move.moveId;
    },
  );
}

export async function labelHistory(
  database: Database,
  projectId: string,
  templateId: string,
  label: string | undefined,
  page: PageRequest,
): Promise<Page<LabelMove>> {
  await finishAll(database, [templateIdOf(projectId, templateId)]);
  const rows = await readPage<LabelMoveDocument>(
    database,
    {
      collection: database.templateLabelMoves,
      filter: { projectId, templateId, ...(label !== undefined && { label }) },
      keyFields: ['number'],
      keyTypes: ['number'],
      order: 'descending',
    },
    page,
    ({ number }) => [number],
  );
  return mapPage(rows, toLabelMove);
}
