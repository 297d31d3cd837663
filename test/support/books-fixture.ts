import type { Budget } from '../../src/domain/budget/budget.ts';
import { scopeKeysOf } from '../../src/domain/budget/scope.ts';
import type { Storage } from '../../src/domain/storage.ts';
import { verifyStore } from '../../src/domain/verify/verify-store.ts';
import { createManualClock } from './manual-clock.ts';
import { createdBudget } from './budget-fixture.ts';
import { completion, dispatched, newAttempt, newCall } from './call-fixture.ts';

/** What `npm run verify` would print of the store, without the pauses between its looks. */
export async function differencesOf({ usage, books }: Storage): Promise<string[]> {
  const clock = { ...createManualClock(), sleep: () => Promise.resolve() };
  return (await verifyStore({ usage, books, clock })).differences.map(({ message }) => message);
}

/**
 * A settled call that cost 40 nano-dollars, 30 of them by the model that one of its two budgets is on, and 10 by the model
 * that it fell back to.
 */
export async function booksOfOneCall(
  storage: Storage,
): Promise<{ operationId: string; everything: Budget; model: Budget }> {
  const everything = await createdBudget(storage, 'project');
  const model = await createdBudget(storage, 'project', { scope: { kind: 'model', model: 'gpt-4o' } });
  const call = newCall('project');
  await dispatched(storage, call, { scopeKeys: scopeKeysOf({ ...call, models: ['gpt-4o', 'gpt-4.1'] }) });
  const attempts = [
    newAttempt(30n),
    newAttempt(10n, { number: 2, model: 'gpt-4.1-2025-04-14', modelFamily: 'gpt-4.1' }),
  ];
  // as the sum of the attempts, part by part
  const sum = (part: 'promptNano' | 'completionNano') =>
    attempts.reduce((total, { cost }) => total + cost[part], 0n);
  const cost = { promptNano: sum('promptNano'), completionNano: sum('completionNano') };
  const outcome = completion(40n, { attempts });
  await storage.calls.settle({ ...call, outcome: { ...outcome, cost: { ...outcome.cost, ...cost } } });
  return { operationId: call.operationId, everything, model };
}
