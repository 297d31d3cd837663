import type { WebhookDelivery } from './webhook.ts';
import type { WebhookAnswer } from './webhook-sender.ts';

export interface RetryRule {
  attemptsMax: number;
  /** Before the second attempt, in milliseconds; each further wait is four times as long. */
  initialBackoffMs: number;
  /** A number from 0 to below 1. */
  random: () => number;
}

const BACKOFF_FACTOR = 4;
const BACKOFF_MAX_MS = 12 * 3_600_000;
/** Waits are up to a fifth longer, so that not all of an outage come back at once. */
const JITTER = 0.2;

/** The delivery after one more attempt, which ended at `now`. */
export function attempted(
  delivery: WebhookDelivery,
  { status, body, retryAfterMs, error }: WebhookAnswer,
  { attemptsMax, initialBackoffMs, random }: RetryRule,
  now: number,
): WebhookDelivery {
  const attempts = delivery.attempts + 1;
  const after = { ...delivery, attempts, lastAttemptAt: now, responseStatus: status, responseBody: body };
  if (error === null) return { ...after, status: 'delivered', nextAttemptAt: null, error, deliveredAt: now };
  if (attempts >= attemptsMax) return { ...after, status: 'dead', nextAttemptAt: null, error };
  const backoffMs = Math.min(initialBackoffMs * BACKOFF_FACTOR ** (attempts - 1), BACKOFF_MAX_MS);
  const asked = Math.min(retryAfterMs ?? 0, BACKOFF_MAX_MS);
  const waitMs = Math.max(Math.round(backoffMs * (1 + JITTER * random())), asked);
  return { ...after, status: 'pending', nextAttemptAt: now + waitMs, error };
}
