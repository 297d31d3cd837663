import type { z } from 'zod';
import { toggle, wholeNumber } from './config-variable.ts';

/** How events are sent to others. */
export const webhookVariables = {
  WEBHOOK_ALLOW_PRIVATE: toggle(
    false,
    'true lets webhooks go to private and loopback addresses, and over http. For receivers in your own network.',
  ),
  WEBHOOK_TIMEOUT_MS: wholeNumber(
    10_000,
    100,
    60_000,
    'Milliseconds that a receiver has to answer a webhook.',
  ),
  WEBHOOK_MAX_ATTEMPTS: wholeNumber(
    10,
    1,
    30,
    'Requests for one delivery of a webhook before it is a dead letter.',
  ),
  WEBHOOK_RETRY_INITIAL_MS: wholeNumber(
    5000,
    10,
    3_600_000,
    'Milliseconds before the second request for a delivery; each further wait is four times as long, up to 12 hours.',
  ),
};

type Shape = { [Name in keyof typeof webhookVariables]: (typeof webhookVariables)[Name]['schema'] };

export interface WebhooksConfig {
  allowPrivate: boolean;
  timeoutMs: number;
  attemptsMax: number;
  initialBackoffMs: number;
}

export function toWebhooks(env: z.output<z.ZodObject<Shape>>): WebhooksConfig {
  return {
    allowPrivate: env.WEBHOOK_ALLOW_PRIVATE,
    timeoutMs: env.WEBHOOK_TIMEOUT_MS,
    attemptsMax: env.WEBHOOK_MAX_ATTEMPTS,
    initialBackoffMs: env.WEBHOOK_RETRY_INITIAL_MS,
  };
}
