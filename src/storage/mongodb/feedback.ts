import { setTimeout as pause } from 'node:timers/promises';
import type { Feedback } from '../../domain/feedback/feedback.ts';
import { callIdOf, DISPATCHED_PHASES } from './call-documents.ts';
import type { CallDocument, FeedbackEntry } from './call-documents.ts';
import { readCall, updateCall } from './calls.ts';
import type { Database } from './database.ts';
import { markChanged } from './usage-marks.ts';

/** How long a process has to say that the call's quarter of an hour has changed, before a sweep says it. */
const GRACE_MS = 5_000;
const PAUSE_MS = 5;

export async function giveFeedback(database: Database, feedback: Feedback): Promise<boolean> {
  const _id = callIdOf(feedback);
  const { projectId: _projectId, operationId: _operationId, ...entry } = feedback;
  const field = `feedback.${feedbackIdOf(entry)}`;
  for (;;) {
    const stored = await readCall(database, feedback);
    if (stored === null) return false;
    // of a call that is on its way the change is told when it is done
    const isOnItsWay = await updateCall(
      database,
      { _id, phase: { $in: ['running', 'settling'] } },
      { $set: { [field]: entry } },
    );
    if (isOnItsWay) return true;
    const dueAt = feedback.givenAt + GRACE_MS;
    const isStored = await updateCall(database, { _id, phase: 'done' }, { $set: { [field]: entry, dueAt } });
    if (isStored) {
      await tellChange(database, { ...stored, dueAt });
      return true;
    }
    await pause(PAUSE_MS * Math.random());
  }
}

/** Says that the quarter of a finished call has changed; any process can do it, at any time. */
export async function tellChange(
  database: Database,
  call: Pick<CallDocument, '_id' | 'projectId' | 'startedAt' | 'dueAt'>,
): Promise<void> {
  await markChanged(database.usageQuarters, database.repeat, [call]);
  if (call.dueAt === undefined) return;
  await updateCall(database, { _id: call._id, phase: 'done', dueAt: call.dueAt }, { $unset: { dueAt: '' } });
}

/** The entries of each call, in the order of `operationIds`. */
export async function feedbackOf(
  { calls, repeat }: Database,
  projectId: string,
  operationIds: readonly string[],
): Promise<Feedback[][]> {
  const ids = operationIds.map((operationId) => callIdOf({ projectId, operationId }));
  const documents = await repeat(() =>
    calls
      .find({ _id: { $in: ids }, phase: { $in: DISPATCHED_PHASES } })
      .project<Pick<CallDocument, '_id' | 'feedback'>>({ feedback: 1 })
      .toArray(),
  );
  const entries = new Map(documents.map(({ _id, feedback }) => [_id, Object.values(feedback ?? {})]));
  return operationIds.map((operationId, index) =>
    (entries.get(ids[index] ?? '') ?? [])
      .map((entry) => ({ projectId, operationId, ...entry }))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  );
}

/** In characters that a field name can have. */
function feedbackIdOf({ name, apiKeyId }: FeedbackEntry): string {
  return Buffer.from(JSON.stringify([name, apiKeyId])).toString('base64url');
}

function keyOf({ name, apiKeyId }: FeedbackEntry): string {
  return JSON.stringify([name, apiKeyId]);
}
