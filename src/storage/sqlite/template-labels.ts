import { labelMoved } from '../../domain/event/template-events.ts';
import { changeLabel } from '../../domain/prompt/label-change.ts';
import type { LabelOutcome } from '../../domain/prompt/label-change.ts';
import { labelSnapshot } from '../../domain/prompt/template-snapshot.ts';
import type { LabelMove } from '../../domain/prompt/template.ts';
import type { LabelCommand } from '../../domain/prompt/template-store.ts';
import { mapPage } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import { readPage } from './keyset.ts';
import type { Condition } from './keyset.ts';
import { fromLabelMove, toLabelMove } from './template-rows.ts';
import type { LabelMoveRow } from './template-rows.ts';
import { readTemplate, updateTemplate } from './templates.ts';

export function changeTemplateLabel(
  database: Database,
  { projectId, templateId, change, audit }: LabelCommand,
): LabelOutcome | null {
  const template = readTemplate(database, projectId, templateId);
  if (template === null) return null;
  const outcome = changeLabel(template, change);
  if (outcome.kind !== 'changed') return outcome;
  updateTemplate(database, outcome.template);
  const { label } = change;
  appendAudit(database, audit, labelSnapshot(template, label), labelSnapshot(outcome.template, label));
  if (outcome.move !== null) {
    database.insert('template_label_moves', fromLabelMove(outcome.move));
    appendEvents(database, [labelMoved(outcome.move)]);
  }
  return outcome;
}

export function labelHistory(
  database: Database,
  projectId: string,
  templateId: string,
  label: string | undefined,
  page: PageRequest,
): Page<LabelMove> {
  const conditions: Condition[] = [
    { sql: 'project_id = ? AND template_id = ?', values: [projectId, templateId] },
  ];
  if (label !== undefined) conditions.push({ sql: 'label = ?', values: [label] });
  const rows = readPage<LabelMoveRow>(
    database,
    {
      table: 'template_label_moves',
      conditions,
      keyColumns: ['number'],
      keyTypes: ['number'],
      order: 'descending',
    },
    page,
    (row) => [Number(row.number)],
  );
  return mapPage(rows, toLabelMove);
}
