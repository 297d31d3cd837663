import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attempted } from '../../../src/domain/webhook/delivery-attempt.ts';
import { newDelivery } from '../../support/webhook-fixture.ts';

const HALF_A_DAY_MS = 12 * 3_600_000;
const failed = { status: 500, body: 'no', retryAfterMs: null, error: 'The receiver answered 500.' };
const rule = { attemptsMax: 10, initialBackoffMs: 5_000, random: () => 0 };

test('waits grow fourfold from five seconds to half a day, then the delivery is dead', () => {
  let delivery = newDelivery();
  const waits: (number | null)[] = [];
  while (delivery.status === 'pending') {
    delivery = attempted(delivery, failed, rule, 0);
    waits.push(delivery.nextAttemptAt);
  }
  const seconds = [5, 20, 80, 320, 1280, 5120, 20_480, 43_200, 43_200].map((wait) => wait * 1000);
  expect(waits).toEqual([...seconds, null]);
  expect(delivery).toMatchObject({ status: 'dead', attempts: 10, responseStatus: 500, responseBody: 'no' });
});

test('what the receiver asks for is waited, but never more than half a day, and at most a fifth is added by chance', () => {
  fc.assert(
    fc.property(
      fc.nat(20),
      fc.option(fc.integer({ min: 0, max: 1e9 })),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, retryAfterMs, chance) => {
        const now = 1_000_000;
        const next = attempted(
          newDelivery({ attempts }),
          { ...failed, retryAfterMs },
          { ...rule, attemptsMax: 100, random: () => chance },
          now,
        );
        const wait = (next.nextAttemptAt ?? 0) - now;
        expect(wait).toBeGreaterThanOrEqual(Math.min(retryAfterMs ?? 0, HALF_A_DAY_MS));
        expect(wait).toBeGreaterThanOrEqual(5_000);
        expect(wait).toBeLessThanOrEqual(HALF_A_DAY_MS * 1.2);
      },
    ),
  );
});

test('a success ends it', () => {
  const answer = { status: 204, body: '', retryAfterMs: null, error: null };
  expect(attempted(newDelivery({ attempts: 3 }), answer, rule, 7)).toMatchObject({
    status: 'delivered',
    attempts: 4,
    nextAttemptAt: null,
    deliveredAt: 7,
    error: null,
  });
});
