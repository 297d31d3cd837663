import { finished } from '../../domain/call/call-transitions.ts';
import type { SettleCommand, SettleResult } from '../../domain/call/call-store.ts';
import { insertAttempts } from './attempts.ts';
import { readStoredCall } from './calls.ts';
import type { Database } from './database.ts';
import { keptLateOutput } from './contents.ts';
import { endCall } from './end-call.ts';

export function settle(database: Database, command: SettleCommand): SettleResult {
  const stored = readStoredCall(database, command);
  if (stored === null) throw new Error(`there is no call ${command.operationId} to settle`);
  const { call, holdState, heldNano } = stored;
  if (holdState !== 'held' && holdState !== 'presumed_spent') return { kind: 'unchanged', call };

  const { outcome } = command;
  const isLate = holdState === 'presumed_spent';
  const output = isLate ? keptLateOutput(database, call, outcome) : outcome.output;
  const ended = finished(call, { ...outcome, output }, heldNano);
  insertAttempts(database, command, outcome.attempts);
  endCall(database, stored, ended, outcome.attempts, outcome.holdEnd);
  return { kind: holdState === 'held' ? 'settled' : 'corrected', call: ended };
}
