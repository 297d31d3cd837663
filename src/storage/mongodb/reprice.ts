import type { RepriceCommand } from '../../domain/call/call-store.ts';
import { isSameCost } from '../../domain/price/price.ts';
import { newId } from '../../lib/ids.ts';
import { toCall } from './call-documents.ts';
import type { Database } from './database.ts';
import { endCall } from './end-call.ts';

export async function reprice(database: Database, command: RepriceCommand): Promise<boolean> {
  const { cost, bookedAt } = command;
  const newCosts = new Map(command.attempts.map((attempt) => [attempt.number, attempt.cost]));
  const end = await endCall(database, command, (stored) => {
    const { holdState, heldNano } = stored;
    const call = toCall(stored);
    if (holdState === 'held' || call.cost === null || call.finishedAt === null) return null;
    if (isSameCost(call.cost, cost)) return null;
    return {
      id: newId(),
      kind: 'reprice',
      at: bookedAt,
      call: { ...call, cost, finishedAt: call.finishedAt, overHold: cost.totalNano > heldNano },
      attempts: stored.attempts.map((attempt) => ({
        ...attempt,
        cost: newCosts.get(attempt.number) ?? attempt.cost,
      })),
      holdState,
    };
  });
  return end?.isDecided ?? false;
}
