import { describe, expect, test } from 'vitest';
import { createCircuitBreaker } from '../../../src/domain/resilience/circuit-breaker.ts';
import { createRetryBudget } from '../../../src/domain/resilience/retry-budget.ts';
import { retryDelayMs } from '../../../src/domain/resilience/retry.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const CALLS_PER_SECOND = 50;
const OUTAGE_MS = 30_000;
const ANSWER_MS = 200;

interface Outage {
  /** Of the calls that began while the provider failed. */
  attemptsPerCall: number;
  /** How long after the recovery the last call failed. */
  normalAfterMs: number;
}

/** A provider that fails wholly and comes back, asked by calls that retry as Tollgate's do, in time that a test makes. */
async function outage(failuresMax: number): Promise<Outage> {
  const clock: ManualClock = createManualClock();
  const random = seededRandom(7);
  const budget = createRetryBudget({ clock, share: 0.1 });
  const breaker = createCircuitBreaker({ clock, failuresMax, coolDownMs: 2_000 });
  const recoversAt = clock.now() + OUTAGE_MS;
  let attempts = 0;
  let lastFailureAt = recoversAt;

  async function call(): Promise<void> {
    for (let made = 1; made <= 4; made += 1) {
      const permit = breaker.tryEnter('openai', 'gpt-4o');
      if ('openUntil' in permit) break;
      if (made === 1) budget.deposit();
      const sentAt = clock.now();
      if (sentAt < recoversAt) attempts += 1;
      await clock.sleep(ANSWER_MS);
      if (sentAt >= recoversAt) return permit.succeed();
      permit.fail(null);
      if (made === 4 || !budget.tryWithdraw()) break;
      await clock.sleep(retryDelayMs({ attempt: made, retryAfterMs: null, initialBackoffMs: 1_000, random }));
    }
    lastFailureAt = Math.max(lastFailureAt, clock.now());
  }

  let calls = 0;
  while (clock.now() < recoversAt + 20_000) {
    if (clock.now() < recoversAt) calls += 1;
    void call();
    clock.advance(1_000 / CALLS_PER_SECOND);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { attemptsPerCall: attempts / calls, normalAfterMs: lastFailureAt - recoversAt };
}

describe('a provider that fails wholly for 30 s at 50 calls/s', () => {
  test('is spared by the circuit breaker, and all is normal within 5 s of its recovery', async () => {
    const { attemptsPerCall, normalAfterMs } = await outage(10);
    expect(attemptsPerCall).toBeLessThanOrEqual(0.1);
    expect(normalAfterMs).toBeLessThanOrEqual(5_000);
  });

  test('gets 1.2 attempts a call without it, by the retry budget alone', async () => {
    const { attemptsPerCall, normalAfterMs } = await outage(Infinity);
    expect(attemptsPerCall).toBeLessThanOrEqual(1.2);
    expect(normalAfterMs).toBeLessThanOrEqual(5_000);
  });
});
