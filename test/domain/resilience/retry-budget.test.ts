import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createRetryBudget,
  createRetryBudgets,
  RETRY_TOKENS_MAX,
} from '../../../src/domain/resilience/retry-budget.ts';
import type { RetryBudget } from '../../../src/domain/resilience/retry-budget.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';

function start(share = 0.1): { clock: ManualClock; budget: RetryBudget } {
  const clock = createManualClock();
  return { clock, budget: createRetryBudget({ clock, share }) };
}

/** Takes up to that many tokens, and says how many there were. */
function drain(budget: RetryBudget, most = 10_000): number {
  let taken = 0;
  while (taken < most && budget.tryWithdraw()) taken += 1;
  return taken;
}

describe('the retries of a process', () => {
  test('add less than a fifth to the calls while everything fails for 30 s at 50 calls/s', () => {
    const { clock, budget } = start();
    const calls = 30 * 50;
    let attempts = 0;
    for (let call = 0; call < calls; call += 1) {
      budget.deposit();
      attempts += 1 + drain(budget, 3);
      clock.advance(20);
    }
    expect(attempts / calls).toBeLessThanOrEqual(1.2);
    expect(attempts / calls).toBeGreaterThan(1.1);
  });

  test('are a tenth of the calls once the reserve is used up', () => {
    const { budget } = start();
    drain(budget);
    for (let call = 0; call < 1_000; call += 1) budget.deposit();
    expect(drain(budget)).toBeGreaterThanOrEqual(99);
    expect(budget.available).toBe(0);
  });

  test('are there for a lone call, also seconds after an outage', () => {
    const { clock, budget } = start();
    drain(budget);
    budget.deposit();
    expect(drain(budget, 3)).toBe(0);
    clock.advance(4_000);
    budget.deposit();
    expect(drain(budget, 3)).toBe(3);
  });

  test('are never saved up beyond the reserve', () => {
    const { clock, budget } = start();
    clock.advance(24 * 3_600_000);
    for (let call = 0; call < 5_000; call += 1) budget.deposit();
    expect(drain(budget)).toBe(RETRY_TOKENS_MAX);
  });

  test('with a share of 0 come from time alone', () => {
    const { clock, budget } = start(0);
    drain(budget);
    for (let call = 0; call < 1_000; call += 1) budget.deposit();
    expect(drain(budget)).toBe(0);
    clock.advance(1_000);
    expect(drain(budget)).toBe(1);
  });

  test('do not change when the clock is set back', () => {
    const { clock, budget } = start();
    clock.set(clock.now() - 3_600_000);
    expect(budget.available).toBe(RETRY_TOKENS_MAX);
    drain(budget);
    clock.advance(2_000);
    expect(drain(budget)).toBe(2);
  });

  test('never come to more than the reserve, the share and the time gave', () => {
    const step = fc.record({ calls: fc.nat(50), ms: fc.nat(5_000), retries: fc.nat(150) });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.array(step, { maxLength: 50 }),
        (share, steps) => {
          const { clock, budget } = start(share);
          let given = RETRY_TOKENS_MAX;
          let taken = 0;
          for (const { calls, ms, retries } of steps) {
            clock.advance(ms);
            for (let call = 0; call < calls; call += 1) budget.deposit();
            given += ms / 1000 + calls * share;
            taken += drain(budget, retries);
            expect(taken).toBeLessThanOrEqual(given + 1e-6);
          }
        },
      ),
    );
  });
});

test('a project with a key of its own has its own retries, and uses up nobody else’s', () => {
  const budgets = createRetryBudgets({ clock: createManualClock(), share: 0.1 });
  while (budgets.of('acme').tryWithdraw());
  expect(budgets.of('acme').available).toBe(0);
  expect(budgets.of(null).available).toBe(RETRY_TOKENS_MAX);
  expect(budgets.of('globex').available).toBe(RETRY_TOKENS_MAX);
});
