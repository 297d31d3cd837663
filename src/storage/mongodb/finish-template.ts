import type { OptionalUnlessRequiredId } from 'mongodb';
import { labelMoved } from '../../domain/event/template-events.ts';
import type { BoundedCollection } from './bounded-collection.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';
import { toLabelMove } from './template-documents.ts';
import type { TemplateDocument } from './template-documents.ts';

/**
 * Does what follows from changes of the template: puts its new versions and moves into their collections and the moves into
 * the log, each once, however many processes do it at once. Safe to repeat.
 */
export async function finishTemplate(database: Database, template: TemplateDocument): Promise<void> {
  const { _id, pendingVersions, pendingMoves } = template;
  if (pendingVersions.length === 0 && pendingMoves.length === 0) return;
  for (const version of pendingVersions) await insertKnown(database, database.templateVersions, version);
  for (const move of pendingMoves) await insertKnown(database, database.templateLabelMoves, move);
  await database.log.append(
    pendingMoves.map((move) => ({ key: `${_id} move ${move.number}`, event: labelMoved(toLabelMove(move)) })),
  );
  await database.repeat(() =>
    database.templates.updateOne(
      { _id },
      {
        $pull: {
          pendingVersions: { number: { $in: pendingVersions.map(({ number }) => number) } },
          pendingMoves: { number: { $in: pendingMoves.map(({ number }) => number) } },
        },
      },
    ),
  );
  await database.repeat(() =>
    database.templates.updateOne(
      { _id, pendingVersions: { $size: 0 }, pendingMoves: { $size: 0 } },
      { $unset: { dueAt: '' } },
    ),
  );
}

/** Finishes the templates whose changes were not followed up. */
export async function finishTemplates(database: Database, now: number): Promise<void> {
  const due = await database.repeat(() => database.templates.find({ dueAt: { $lt: now } }).toArray());
  for (const template of due) await finishTemplate(database, template);
}

/** Inserts a document that any process may insert, and that is the same from each. */
async function insertKnown<Stored extends { _id: string }>(
  { repeat }: Database,
  collection: BoundedCollection<Stored>,
  document: OptionalUnlessRequiredId<Stored>,
): Promise<void> {
  try {
    await repeat(() => collection.insertOne(document));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
