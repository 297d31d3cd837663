import { z } from 'zod';
import { definedOnly } from '../../lib/defined-only.ts';
import { parseUsd, USD_PATTERN } from '../../lib/money.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { ERROR_CATEGORIES } from '../errors.ts';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import { FINISH_REASONS } from '../provider/provider.ts';
import { CALL_KINDS, CALL_STATUSES } from './call.ts';
import type { CallKind, CallStatus, Tag } from './call.ts';

/** Which calls; all that is given must match. Bounds are inclusive but for `startedBefore`; a call without the value doesn't match. */
export interface CallFilter {
  agentId?: string;
  capabilityType?: string;
  /** The model that answered, or was asked last. */
  model?: string;
  provider?: string;
  kind?: CallKind;
  status?: CallStatus;
  templateId?: string;
  templateVersion?: number;
  apiKeyId?: string;
  finishReason?: string;
  errorCategory?: string;
  tag?: Tag;
  /** Part of what is stored of what it was asked, whatever the case of its letters. */
  inputContains?: string;
  minCostNano?: NanoUsd;
  maxCostNano?: NanoUsd;
  /** From dispatch to end. */
  minLatencyMs?: number;
  maxLatencyMs?: number;
  /** UTC milliseconds. */
  startedFrom?: number;
  startedBefore?: number;
}

/**
 * The part of a filter for which each store has an index in the order of the list: the time, and the agent or else the model. Of the calls
 * that match it the others are looked at one by one.
 */
export function indexedPart({
  startedFrom,
  startedBefore,
  agentId,
  model,
}: CallFilter): Pick<CallFilter, 'startedFrom' | 'startedBefore' | 'agentId' | 'model'> {
  return definedOnly({
    startedFrom,
    startedBefore,
    agentId,
    model: agentId === undefined ? model : undefined,
  });
}

const LATENCY_MAX_MS = 2 ** 31 - 1;
const instantSchema = optional(z.date().transform((date) => date.getTime()));
const labelOrNone = optional(labelSchema());
const costSchema = optional(
  z
    .string()
    .regex(USD_PATTERN, 'must be dollars with at most 9 decimals, such as "0.05"')
    .transform(parseUsd),
);
const latencySchema = optional(integerSchema(0, LATENCY_MAX_MS));

export const callFilterSchema = z
  .object({
    agentId: labelOrNone,
    capabilityType: labelOrNone,
    model: labelOrNone,
    provider: labelOrNone,
    kind: optional(z.enum(CALL_KINDS)),
    status: optional(z.enum(CALL_STATUSES)),
    templateId: labelOrNone,
    templateVersion: optional(integerSchema(1, 1_000_000)),
    apiKeyId: labelOrNone,
    finishReason: optional(z.enum(FINISH_REASONS)),
    errorCategory: optional(z.enum(ERROR_CATEGORIES)),
    tag: optional(z.object({ key: labelSchema(), value: labelSchema() })),
    inputContains: optional(
      z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
    ),
    minCost: costSchema,
    maxCost: costSchema,
    minLatencyMs: latencySchema,
    maxLatencyMs: latencySchema,
    startedFrom: instantSchema,
    startedBefore: instantSchema,
  })
  .strict();

/** The filter that an input says. */
export function toCallFilter({
  minCost,
  maxCost,
  ...others
}: Partial<z.output<typeof callFilterSchema>>): CallFilter {
  return definedOnly({ ...others, minCostNano: minCost, maxCostNano: maxCost });
}
