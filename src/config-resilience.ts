import { z } from 'zod';
import { variable, wholeNumber } from './config-variable.ts';

/** What a provider in trouble is spared, and how often it is asked again. */
export const resilienceVariables = {
  MAX_RETRIES: wholeNumber(3, 0, 10, 'Further upstream requests after one that failed for a passing reason.'),
  RETRY_INITIAL_BACKOFF_MS: wholeNumber(
    1000,
    1,
    60_000,
    'Milliseconds before the first retry; each further wait is twice as long.',
  ),
  RETRY_BUDGET: variable({
    schema: z
      .string()
      .regex(/^\d{1,2}(\.\d{1,4})?$/)
      .transform(Number)
      .pipe(z.number().max(10)),
    default: '0.1',
    meaning:
      'Retries that each call adds to those that all calls of the process may make together while a provider is failing.',
    accepted: 'a number from 0 to 10',
  }),
  CIRCUIT_BREAKER: variable({
    schema: z.enum(['true', 'false']).transform((value) => value === 'true'),
    default: 'true',
    meaning: 'true leaves a model alone for a while when it only fails; false asks it every time.',
    accepted: 'true or false',
    isSwitch: true,
  }),
  CIRCUIT_FAILURES: wholeNumber(
    10,
    1,
    10_000,
    'Failures of one model in a row, over all calls, after which it is left alone.',
  ),
  CIRCUIT_COOL_DOWN_MS: wholeNumber(
    2_000,
    10,
    600_000,
    'Milliseconds for which it is left alone before one call tries it again.',
  ),
  UPSTREAM_CONCURRENCY: wholeNumber(256, 1, 100_000, 'Upstream requests that run at one provider at once.'),
  UPSTREAM_QUEUE: wholeNumber(
    1_024,
    0,
    1_000_000,
    'Calls that wait for their turn at one provider; agents take turns, and what is above is refused.',
  ),
};
