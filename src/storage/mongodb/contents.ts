import type { Attempt } from '../../domain/call/call.ts';
import type { CallContent, ContentSweep } from '../../domain/content/content.ts';
import { keptError, reducedOutput, withoutContent } from '../../domain/content/content.ts';
import { callIdOf, DISPATCHED_PHASES } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import { updateCall } from './calls.ts';
import type { Database } from './database.ts';
import { forEachAtOnce } from './for-each-at-once.ts';

/** The content of each call, in the order of `operationIds`. */
export async function contentOf(
  { calls, repeat }: Database,
  projectId: string,
  operationIds: readonly string[],
): Promise<(CallContent | null)[]> {
  const ids = operationIds.map((operationId) => callIdOf({ projectId, operationId }));
  const documents = await repeat(() =>
    calls
      .find({ _id: { $in: ids }, phase: { $in: DISPATCHED_PHASES } })
      .project<Pick<CallDocument, '_id' | 'content'>>({ content: 1 })
      .toArray(),
  );
  const contents = new Map(documents.map(({ _id, content }) => [_id, content]));
  return ids.map((id) => {
    const content = contents.get(id);
    if (!content) return null;
    const { policy, text, hash, outputHash } = content;
    return { policy, text, hash, outputHash };
  });
}

export async function sweepContents(
  database: Database,
  { now, reduceBefore, removeBefore, limit }: ContentSweep,
): Promise<number> {
  const { calls, repeat } = database;
  const ended = { phase: 'done' as const, finishedAt: { $lt: reduceBefore } };
  const expired = await repeat(() =>
    calls
      .find({ 'content.storedAt': { $lt: removeBefore }, ...ended })
      .sort({ 'content.storedAt': 1 })
      .limit(limit)
      .toArray(),
  );
  await forEachAtOnce(expired, async ({ _id, output, error, attempts, ending }) => {
    await updateCall(
      database,
      { _id, phase: 'done', 'ending.id': ending?.id ?? '' },
      {
        $set: {
          ...(output !== null && { output: withoutContent(output, now) }),
          // what a provider or a model said of why it failed
          ...(error !== null && { error: keptError('off', error), attempts: attempts.map(withoutWords) }),
        },
        $unset: { content: '' },
      },
    );
  });
  const reducible = await repeat(() =>
    calls
      .find({ 'content.reduceFrom': { $lt: reduceBefore }, ...ended })
      .sort({ 'content.reduceFrom': 1 })
      .limit(limit)
      .toArray(),
  );
  await forEachAtOnce(reducible, (call) => reduce(database, call, now));
  return expired.length + reducible.length;
}

function withoutWords(attempt: Attempt): Attempt {
  return { ...attempt, error: attempt.error && keptError('off', attempt.error) };
}

async function reduce(
  database: Database,
  { _id, output, content, ending }: CallDocument,
  now: number,
): Promise<void> {
  if (!content) return;
  const reduced = output && reducedOutput(content.policy, output, now);
  await updateCall(
    database,
    // a late answer may have come meanwhile
    { _id, phase: 'done', 'ending.id': ending?.id ?? '', 'content.reduceFrom': content.storedAt },
    {
      $set: {
        ...(reduced !== null && { output: reduced.output }),
        ...(content.policy !== 'off' && { 'content.outputHash': reduced?.hash ?? null }),
      },
      $unset: content.policy === 'off' ? { content: '' } : { 'content.reduceFrom': '' },
    },
  );
}
