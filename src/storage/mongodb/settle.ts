import { finished } from '../../domain/call/call-transitions.ts';
import type { SettleCommand, SettleResult } from '../../domain/call/call-store.ts';
import { lateOutput } from '../../domain/content/content.ts';
import { newId } from '../../lib/ids.ts';
import { toCall } from './call-documents.ts';
import type { Database } from './database.ts';
import { endCall } from './end-call.ts';

export async function settle(database: Database, command: SettleCommand): Promise<SettleResult> {
  const { outcome, operationId } = command;
  const end = await endCall(database, command, (stored) => {
    const { holdState, heldNano, attempts, content } = stored;
    if (holdState !== 'held' && holdState !== 'presumed_spent') return null;
    const { startedAt } = stored;
    const { finishedAt } = outcome;
    const kept = content ? { policy: content.policy, isReduced: content.reduceFrom === undefined } : null;
    const output =
      holdState === 'held'
        ? outcome.output
        : lateOutput({ startedAt, finishedAt, output: outcome.output }, kept);
    return {
      id: newId(),
      kind: holdState === 'held' ? 'end' : 'correction',
      at: outcome.finishedAt,
      call: finished(toCall(stored), { ...outcome, output }, heldNano),
      attempts: [...attempts, ...outcome.attempts],
      holdState: outcome.holdEnd,
    };
  });
  if (end === null) throw new Error(`there is no call ${operationId} to settle`);
  const { document, isDecided } = end;
  const call = toCall(document);
  if (!isDecided) return { kind: 'unchanged', call };
  return { kind: document.ending?.kind === 'end' ? 'settled' : 'corrected', call };
}
