import type { Call } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { callIdOf } from './call-documents.ts';
import { findCall } from './calls.ts';
import type { Database } from './database.ts';

export async function requestCancel(database: Database, key: CallKey, at: number): Promise<Call | null> {
  await database.repeat(() =>
    database.calls.updateOne({ _id: callIdOf(key), phase: 'running' }, { $set: { cancelRequestedAt: at } }),
  );
  return findCall(database, key);
}

export async function cancellations(database: Database, calls: readonly CallKey[]): Promise<CallKey[]> {
  const found = await database.repeat(() =>
    database.calls
      .find({ _id: { $in: calls.map(callIdOf) }, cancelRequestedAt: { $exists: true } })
      .project<CallKey>({ _id: 0, projectId: 1, operationId: 1 })
      .toArray(),
  );
  return found.map(({ projectId, operationId }) => ({ projectId, operationId }));
}
