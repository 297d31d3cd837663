import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CIRCUITS_MAX, createCircuitBreaker } from '../../../src/domain/resilience/circuit-breaker.ts';
import type { CircuitBreaker, Permit } from '../../../src/domain/resilience/circuit-breaker.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';

const FAILURES_MAX = 10;
const COOL_DOWN_MS = 2_000;

interface Started {
  clock: ManualClock;
  breaker: CircuitBreaker;
  changes: string[];
}

function start(): Started {
  const clock = createManualClock();
  const changes: string[] = [];
  const breaker = createCircuitBreaker({
    clock,
    failuresMax: FAILURES_MAX,
    coolDownMs: COOL_DOWN_MS,
    onChange: ({ provider, model }, state) => changes.push(`${provider} ${model} ${state}`),
  });
  return { clock, breaker, changes };
}

function enter(breaker: CircuitBreaker, model = 'gpt-4o'): Permit {
  const permit = breaker.tryEnter('openai', model);
  if ('openUntil' in permit) throw new Error('the circuit is open');
  return permit;
}

function isOpen(breaker: CircuitBreaker, model = 'gpt-4o'): boolean {
  const entered = breaker.tryEnter('openai', model);
  if ('openUntil' in entered) return true;
  entered.ignore();
  return false;
}

function open(breaker: CircuitBreaker, model = 'gpt-4o'): void {
  for (let failure = 0; failure < FAILURES_MAX; failure += 1) enter(breaker, model).fail(null);
}

describe('a model that fails', () => {
  test('is left alone after ten failures in a row, for the cool-down', () => {
    const { clock, breaker, changes } = start();
    open(breaker);
    expect(breaker.tryEnter('openai', 'gpt-4o')).toEqual({ openUntil: clock.now() + COOL_DOWN_MS });
    expect(breaker.openCircuits()).toEqual([{ provider: 'openai', model: 'gpt-4o' }]);
    expect(changes).toEqual(['openai gpt-4o open']);
    clock.advance(COOL_DOWN_MS - 1);
    expect(isOpen(breaker)).toBe(true);
    clock.advance(1);
    expect(isOpen(breaker)).toBe(false);
  });

  test('takes no other model with it', () => {
    const { breaker } = start();
    open(breaker);
    expect(isOpen(breaker, 'gpt-4o-mini')).toBe(false);
    expect('openUntil' in breaker.tryEnter('groq', 'gpt-4o')).toBe(false);
  });

  test('only now and then stays open to all', () => {
    const { breaker } = start();
    for (let round = 0; round < 100; round += 1) {
      for (let failure = 1; failure < FAILURES_MAX; failure += 1) enter(breaker).fail(null);
      enter(breaker).succeed();
    }
    expect(isOpen(breaker)).toBe(false);
  });

  test('is not judged by calls that were cancelled or refused for what they ask', () => {
    const { breaker } = start();
    for (let call = 0; call < 100; call += 1) enter(breaker).ignore();
    expect(isOpen(breaker)).toBe(false);
    // nor do they make up for failures
    for (let failure = 0; failure < FAILURES_MAX; failure += 1) {
      enter(breaker).fail(null);
      if (failure < FAILURES_MAX - 1) enter(breaker).ignore();
    }
    expect(isOpen(breaker)).toBe(true);
  });

  test('is left alone for as long as it asked, up to a minute', () => {
    const { clock, breaker } = start();
    open(breaker, 'quick');
    for (let failure = 0; failure < FAILURES_MAX; failure += 1) enter(breaker, 'slow').fail(20_000);
    for (let failure = 0; failure < FAILURES_MAX; failure += 1) enter(breaker, 'lost').fail(86_400_000);
    clock.advance(19_999);
    expect(['quick', 'slow', 'lost'].map((model) => isOpen(breaker, model))).toEqual([false, true, true]);
    clock.advance(1);
    expect(isOpen(breaker, 'slow')).toBe(false);
    clock.advance(40_000);
    expect(isOpen(breaker, 'lost')).toBe(false);
  });
});

describe('a model that comes back', () => {
  test('is tried with one call, and open to all once that has succeeded', () => {
    const { clock, breaker, changes } = start();
    open(breaker);
    clock.advance(COOL_DOWN_MS);
    const probe = enter(breaker);
    expect(breaker.tryEnter('openai', 'gpt-4o')).toEqual({ openUntil: clock.now() + COOL_DOWN_MS });
    probe.succeed();
    expect(changes).toEqual(['openai gpt-4o open', 'openai gpt-4o closed']);
    for (let call = 0; call < 100; call += 1) enter(breaker);
  });

  test('is left alone again when that call fails', () => {
    const { clock, breaker, changes } = start();
    open(breaker);
    clock.advance(COOL_DOWN_MS);
    const probe = enter(breaker);
    const openUntil = clock.now() + COOL_DOWN_MS;
    clock.advance(500);
    probe.fail(null);
    expect(breaker.tryEnter('openai', 'gpt-4o')).toEqual({ openUntil });
    clock.set(openUntil);
    enter(breaker).fail(30_000);
    expect(breaker.tryEnter('openai', 'gpt-4o')).toEqual({ openUntil: openUntil + 30_000 });
    expect(changes).toEqual(['openai gpt-4o open']);
  });

  test('is open to all from the first chunk of a long stream', () => {
    const { clock, breaker } = start();
    open(breaker);
    clock.advance(COOL_DOWN_MS);
    const stream = enter(breaker);
    stream.answering();
    expect(isOpen(breaker)).toBe(false);
    stream.fail(null);
    expect(isOpen(breaker)).toBe(false);
  });

  test('is tried at once by the next caller when the call that tried it was cancelled', () => {
    const { clock, breaker } = start();
    open(breaker);
    clock.advance(COOL_DOWN_MS);
    enter(breaker).ignore();
    enter(breaker).succeed();
    expect(breaker.openCircuits()).toEqual([]);
  });

  test('is tried again when the call that tried it was lost', () => {
    const { clock, breaker } = start();
    open(breaker);
    clock.advance(COOL_DOWN_MS);
    enter(breaker);
    clock.advance(COOL_DOWN_MS);
    enter(breaker).succeed();
    expect(breaker.openCircuits()).toEqual([]);
  });

  test('is not shut again by calls that hung since before', () => {
    const { clock, breaker } = start();
    const hanging = Array.from({ length: 50 }, () => enter(breaker));
    open(breaker);
    const probes = Array.from({ length: 5 }, () => {
      clock.advance(COOL_DOWN_MS);
      return enter(breaker);
    });
    const last = probes.pop();
    // the earlier ones time out while the last one is on its way
    probes.forEach((probe) => probe.fail(null));
    last?.succeed();
    hanging.forEach((permit) => permit.fail(null));
    expect(breaker.openCircuits()).toEqual([]);
    expect(isOpen(breaker)).toBe(false);
  });

  test('is back within a cool-down and the time of two answers, whenever it recovers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        (outageMs, callMs) => {
          const { clock, breaker } = start();
          const recoversAt = clock.now() + outageMs;
          let refusedAt = recoversAt;
          let sentInOutage = 0;
          const answer = (permit: Permit, sentAt: number) => {
            if (sentAt < recoversAt) permit.fail(null);
            else permit.succeed();
          };
          for (let call = 0; clock.now() < recoversAt + 10_000; call += 1) {
            const permit = breaker.tryEnter('openai', 'gpt-4o');
            const now = clock.now();
            if ('openUntil' in permit) refusedAt = Math.max(refusedAt, now);
            else {
              if (now < recoversAt) sentInOutage += 1;
              clock.after(callMs, () => answer(permit, now));
            }
            clock.advance(100);
          }
          expect(refusedAt - recoversAt).toBeLessThanOrEqual(COOL_DOWN_MS + 2 * callMs + 200);
          // what was on its way when it opened, and one a cool-down
          expect(sentInOutage).toBeLessThanOrEqual(
            FAILURES_MAX + Math.ceil(callMs / 100) + Math.ceil(outageMs / COOL_DOWN_MS) + 1,
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the circuits', () => {
  test('count what a permit says first, and nothing after it', () => {
    const { breaker } = start();
    const permit = enter(breaker);
    for (let time = 0; time < 100; time += 1) permit.fail(null);
    permit.succeed();
    for (let failure = 1; failure < FAILURES_MAX; failure += 1) enter(breaker).fail(null);
    expect(isOpen(breaker)).toBe(true);
  });

  test('are bounded in number: the one that was not used for longest is forgotten', () => {
    const { breaker } = start();
    open(breaker, 'forgotten');
    open(breaker, 'kept');
    for (let model = 0; model < CIRCUITS_MAX - 1; model += 1) {
      isOpen(breaker, 'kept');
      enter(breaker, `model-${model}`).fail(null);
    }
    expect(isOpen(breaker, 'kept')).toBe(true);
    expect(isOpen(breaker, 'forgotten')).toBe(false);
  });

  test('do not stay open when the clock is set back', () => {
    const { clock, breaker } = start();
    open(breaker);
    clock.set(clock.now() - 3_600_000);
    expect(isOpen(breaker)).toBe(false);
  });
});
