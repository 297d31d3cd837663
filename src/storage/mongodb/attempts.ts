import type { Attempt } from '../../domain/call/call.ts';
import { callIdOf } from './call-documents.ts';
import type { Database } from './database.ts';

/** The attempts of each call, in the order of `operationIds`. */
export async function attemptsOf(
  database: Database,
  projectId: string,
  operationIds: readonly string[],
): Promise<Attempt[][]> {
  const ids = operationIds.map((operationId) => callIdOf({ projectId, operationId }));
  const found = await database.repeat(() =>
    database.calls.find({ _id: { $in: ids } }, { projection: { attempts: 1 } }).toArray(),
  );
  const attempts = new Map(found.map((call) => [call._id, call.attempts]));
  return ids.map((id) => attempts.get(id) ?? []);
}
