import { z } from 'zod';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import type { RateLimits } from './principal.ts';

const PER_MINUTE_MAX = 1_000_000_000;
const CONCURRENT_MAX = 10_000;
const MODELS_MAX = 100;

const perMinute = {
  requestsPerMinute: optional(integerSchema(1, PER_MINUTE_MAX)),
  tokensPerMinute: optional(integerSchema(1, PER_MINUTE_MAX)),
};

/** Limits as they come from outside: through the API, in the configuration, in a token. */
export const limitsSchema = z.strictObject({
  ...perMinute,
  concurrentCalls: optional(integerSchema(1, CONCURRENT_MAX)),
  perModel: optional(
    z
      .array(
        z
          .strictObject({ model: labelSchema(), ...perMinute })
          .refine(
            ({ requestsPerMinute, tokensPerMinute }) =>
              requestsPerMinute !== undefined || tokensPerMinute !== undefined,
            'must have requestsPerMinute, tokensPerMinute or both',
          ),
      )
      .max(MODELS_MAX, `must have at most ${MODELS_MAX} entries`)
      .refine(
        (limits) => new Set(limits.map(({ model }) => model)).size === limits.length,
        'must name each model once',
      ),
  ),
});

/** Without a limit where none is given. */
export function toLimits(input: z.output<typeof limitsSchema> | undefined): RateLimits {
  return {
    requestsPerMinute: input?.requestsPerMinute ?? null,
    tokensPerMinute: input?.tokensPerMinute ?? null,
    concurrentCalls: input?.concurrentCalls ?? null,
    perModel: (input?.perModel ?? []).map(({ model, requestsPerMinute, tokensPerMinute }) => ({
      model,
      requestsPerMinute: requestsPerMinute ?? null,
      tokensPerMinute: tokensPerMinute ?? null,
    })),
  };
}
