import type { RepriceCommand } from '../../domain/call/call-store.ts';
import { isSameCost } from '../../domain/price/price.ts';
import { attemptsOf, updateAttemptCosts } from './attempts.ts';
import { readStoredCall, updateEndedCall } from './calls.ts';
import { bookCost } from './cost-entries.ts';
import type { Database } from './database.ts';
import { chargeHolds } from './end-call.ts';
import { markChanged } from './usage-marks.ts';

export function reprice(database: Database, command: RepriceCommand): boolean {
  const stored = readStoredCall(database, command);
  if (stored === null) return false;
  const { call, holdState, heldNano } = stored;
  const { cost, bookedAt } = command;
  if (call.cost === null || call.finishedAt === null || isSameCost(call.cost, cost)) return false;

  const ended = { ...call, cost, finishedAt: call.finishedAt, overHold: cost.totalNano > heldNano };
  updateEndedCall(database, ended, holdState);
  markChanged(database, ended.projectId, ended.startedAt);
  updateAttemptCosts(database, command, command.attempts);
  bookCost(database, command, { kind: 'correction', bookedAt, cost, bookedBefore: call.cost });
  const [attempts = []] = attemptsOf(database, command.projectId, [command.operationId]);
  chargeHolds(database, ended, attempts, bookedAt, (hold) => hold.state);
  return true;
}
