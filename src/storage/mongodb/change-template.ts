import type { PromptTemplate } from '../../domain/prompt/template.ts';
import { tellAudit } from './audit-log.ts';
import type { AuditDocument } from './audit-log.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { finishTemplate } from './finish-template.ts';
import { fromTemplate, templateIdOf, toTemplate } from './template-documents.ts';
import type { LabelMoveDocument, TemplateDocument, VersionDocument } from './template-documents.ts';

export interface TemplateKey {
  projectId: string;
  templateId: string;
}

/** What becomes of a template, and what is written with it; or that nothing does, with what is answered. */
export type TemplateChange<Answer> =
  | { kind: 'none'; answer: Answer }
  | {
      kind: 'change';
      template: PromptTemplate;
      version?: VersionDocument;
      move?: LabelMoveDocument;
      /** What the audit log has of it. */
      entry?: AuditDocument;
      answer: Answer;
    };

/**
 * Changes a template by a rule that is given its newest state: one conditional write, tried again with the state that another
 * process has left, then what follows from it. `isDone` tells, of a state that is newer than the one written to, whether the
 * write was applied and only its reply lost. Null when there is no such template.
 */
export async function changeTemplate<Answer>(
  database: Database,
  { projectId, templateId }: TemplateKey,
  now: number,
  rule: (template: PromptTemplate) => TemplateChange<Answer>,
  isDone: (
    template: TemplateDocument,
    attempt: Extract<TemplateChange<Answer>, { kind: 'change' }>,
  ) => Promise<boolean>,
): Promise<Answer | null> {
  const _id = templateIdOf(projectId, templateId);
  for (;;) {
    const stored = await database.repeat(() => database.templates.findOne({ _id }, LATEST));
    if (stored === null) return null;
    const change = rule(toTemplate(stored));
    if (change.kind === 'none') return change.answer;
    const { version, move, entry, template } = change;
    const changed: TemplateDocument | null = await database.repeat(() =>
      database.templates.findOneAndUpdate(
        { _id, revision: stored.revision },
        {
          $set: { ...fromTemplate(template), ...(version || move ? { dueAt: now } : {}) },
          $inc: { revision: 1 },
          $push: {
            pendingVersions: { $each: version ? [version] : [] },
            pendingMoves: { $each: move ? [move] : [] },
            ...(entry && { untold: entry }),
          },
        },
        { returnDocument: 'after' },
      ),
    );
    if (changed !== null) {
      await finishTemplate(database, changed);
      await tellAudit(database, database.templates, changed);
      return change.answer;
    }
    const current = await database.repeat(() => database.templates.findOne({ _id }, LATEST));
    if (current !== null && (await isDone(current, change))) {
      await finishTemplate(database, current);
      return change.answer;
    }
  }
}
