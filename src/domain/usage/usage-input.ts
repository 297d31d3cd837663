import { z } from 'zod';
import { isTimeZone } from '../budget/period.ts';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import { BUCKETS } from './bucket.ts';
import { USAGE_METRICS } from './metric.ts';
import { USAGE_DIMENSIONS } from './usage.ts';

export const DAY_MS = 86_400_000;
export const RANGE_MAX_DAYS = 400;
const TOP_MAX = 1_000;
const HAVING_MAX = 10;
const VALUES_MAX = 100;
const DECIMAL = /^-?\d{1,9}(\.\d{1,9})?$/;

const decimalSchema = optional(
  z.string().regex(DECIMAL, 'must be a decimal number with at most 9 decimals, such as "0.5"'),
);
const oneSchema = optional(labelSchema());
const someSchema = optional(
  z
    .array(labelSchema())
    .min(1, 'must not be empty')
    .max(VALUES_MAX, `must have at most ${VALUES_MAX} entries`),
);

export const usageFilterSchema = z.object({
  agentId: oneSchema,
  agentIds: someSchema,
  capabilityType: oneSchema,
  capabilityTypes: someSchema,
  model: oneSchema,
  models: someSchema,
  provider: oneSchema,
  templateId: oneSchema,
  templateVersion: optional(integerSchema(1, 1_000_000)),
  apiKeyId: oneSchema,
  finishReason: oneSchema,
  errorCategory: oneSchema,
  kind: oneSchema,
  tag: optional(z.object({ key: labelSchema(), value: labelSchema() })),
});

export const usageInputSchema = z
  .object({
    start: optional(z.date()),
    end: optional(z.date()),
    groupBy: optional(
      z
        .array(z.enum(USAGE_DIMENSIONS))
        .refine((by) => new Set(by).size === by.length, 'must name each dimension once'),
    ),
    bucket: optional(z.enum(BUCKETS)),
    tagKey: oneSchema,
    timeZone: optional(
      z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Copenhagen or UTC'),
    ),
    filter: optional(usageFilterSchema),
    having: optional(
      z
        .array(z.object({ metric: z.enum(USAGE_METRICS), atLeast: decimalSchema, atMost: decimalSchema }))
        .max(HAVING_MAX, `must have at most ${HAVING_MAX} entries`),
    ),
    orderBy: optional(
      z.object({ metric: z.enum(USAGE_METRICS), direction: optional(z.enum(['ASC', 'DESC'])) }),
    ),
    top: optional(integerSchema(1, TOP_MAX)),
    compareToPrevious: optional(z.boolean()),
  })
  .refine(({ start, end }) => start === undefined || end === undefined || start < end, {
    path: ['end'],
    message: 'must be after start',
  })
  .refine(
    ({ start, end }) => start === undefined || end === undefined || +end - +start <= RANGE_MAX_DAYS * DAY_MS,
    { path: ['start'], message: `must be at most ${RANGE_MAX_DAYS} days before end` },
  )
  .refine(({ groupBy, bucket }) => !groupBy?.includes('day') || bucket === undefined || bucket === 'DAY', {
    path: ['bucket'],
    message: 'must be DAY, or left out, when groupBy has DAY',
  })
  .refine(({ groupBy, tagKey }) => tagKey === undefined || groupBy?.includes('tag') === true, {
    path: ['tagKey'],
    message: 'goes with groupBy: [TAG] only',
  })
  .refine(({ groupBy, filter }) => filter?.tag === undefined || !groupBy?.includes('tag'), {
    path: ['filter', 'tag'],
    message: 'cannot go with groupBy: [TAG]',
  });
export type UsageInput = z.output<typeof usageInputSchema>;
