import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_LIMITS } from '../../../src/domain/access/principal.ts';
import { admit, amountToNs, UNUSED } from '../../../src/domain/access/rate-limits.ts';
import type { AdmissionRequest, RateUse } from '../../../src/domain/access/rate-limits.ts';

const START = Date.UTC(2026, 2, 10, 12);
const MINUTE = 60_000;

function request(changes: Partial<AdmissionRequest>): AdmissionRequest {
  return {
    projectId: 'acme',
    keyId: 'key',
    limits: NO_LIMITS,
    tokens: 0,
    models: [],
    slot: { id: 'slot', until: Number.MAX_SAFE_INTEGER },
    now: START,
    ...changes,
  };
}

describe('a limit per minute', () => {
  test('lets through no more than what it held and what has come back since, for any course of requests', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(
          fc.record({
            pause: fc.integer({ min: 0, max: 20_000 }),
            tokens: fc.integer({ min: 0, max: 2_000_000 }),
          }),
        ),
        (limit, course) => {
          let use: RateUse = UNUSED;
          let now = START;
          let total = 0;
          for (const { pause, tokens } of course) {
            now += pause;
            const { use: next, admission } = admit(
              use,
              request({ limits: { ...NO_LIMITS, tokensPerMinute: limit }, tokens, now }),
            );
            use = next;
            if (admission.kind === 'admitted') total += tokens;
            const most = limit + (limit * (now - START)) / MINUTE;
            // the spacing is cut to whole nanoseconds
            expect(total).toBeLessThanOrEqual(most * (1 + limit / 6e10) + 1);
          }
        },
      ),
    );
  });

  test('lets through at the time that its refusal names, and not before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 60 }),
        (limit, pauses) => {
          const limits = { ...NO_LIMITS, requestsPerMinute: limit };
          let use: RateUse = UNUSED;
          let now = START;
          for (const pause of pauses) {
            now += pause;
            const first = admit(use, request({ limits, now }));
            use = first.use;
            if (first.admission.kind === 'admitted') continue;
            const { retryAfterMs } = first.admission.refusal;
            expect(retryAfterMs).toBeGreaterThan(0);
            expect(admit(use, request({ limits, now: now + (retryAfterMs ?? 0) - 1 })).admission.kind).toBe(
              'refused',
            );
            expect(admit(use, request({ limits, now: now + (retryAfterMs ?? 0) })).admission.kind).toBe(
              'admitted',
            );
          }
        },
      ),
    );
  });

  test('counts what was given back as if it had never been taken', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (limit, taken) => {
          const tokens = Math.min(taken, limit);
          const limits = { ...NO_LIMITS, tokensPerMinute: limit };
          const { use } = admit(UNUSED, request({ limits, tokens }));
          const back = { ...use, tokensUntilNs: use.tokensUntilNs - amountToNs(limit, tokens) };
          const [left] = admit(back, request({ limits })).admission.left;
          expect(left?.remaining).toBe(limit);
        },
      ),
    );
  });

  test('remains what it is when the clock of another process is behind', () => {
    const limits = { ...NO_LIMITS, requestsPerMinute: 1 };
    const { use } = admit(UNUSED, request({ limits }));
    const { admission } = admit(use, request({ limits, now: START - MINUTE }));
    expect(admission).toMatchObject({ kind: 'refused', refusal: { retryAfterMs: 2 * MINUTE } });
  });
});
