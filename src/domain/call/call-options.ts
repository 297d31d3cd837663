import { z } from 'zod';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import { modelRatesSchema } from '../price/set-model-price.ts';
import { modelParametersSchema } from './parameters.ts';

const TAGS_MAX = 20;
const MODELS_MAX = 10;
const DEADLINE_MAX_MS = 3_600_000;
const WAIT_MAX_MS = 600_000;
const OPERATION_ID = /^[A-Za-z0-9._:@/-]{1,200}$/;
export const NOT_EMPTY = 'must not be empty';

/** What to do when a hard budget has too little left for the worst case of the call. */
export const SHORT_BUDGET_POLICIES = ['refuse', 'lower_max_tokens', 'wait'] as const;

const tagSchema = z.object({ key: labelSchema(), value: labelSchema() });

const budgetPolicySchema = z
  .object({
    whenShort: z.enum(SHORT_BUDGET_POLICIES),
    waitMs: optional(integerSchema(1, WAIT_MAX_MS)),
  })
  .refine((policy) => policy.whenShort === 'wait' || policy.waitMs === undefined, {
    path: ['waitMs'],
    message: 'is for whenShort: WAIT only',
  });
export type BudgetPolicy = z.output<typeof budgetPolicySchema>;

export const operationIdSchema = z
  .string()
  .regex(OPERATION_ID, 'must be 1 to 200 of the characters A-Z a-z 0-9 . _ : @ / -');

/** The fields that every kind of call takes. */
export const callOptionsShape = {
  model: optional(labelSchema()),
  models: optional(
    z
      .array(labelSchema())
      .min(1, `must have 1 to ${MODELS_MAX} entries`)
      .max(MODELS_MAX, `must have 1 to ${MODELS_MAX} entries`)
      .refine((names) => new Set(names).size === names.length, 'must name each model once'),
  ),
  price: optional(modelRatesSchema),
  parameters: optional(modelParametersSchema),
  optimizePrompt: optional(z.boolean()),
  operationId: optional(operationIdSchema),
  agentId: optional(labelSchema()),
  capabilityType: optional(labelSchema()),
  tags: optional(
    z
      .array(tagSchema)
      .max(TAGS_MAX, `must have at most ${TAGS_MAX} entries`)
      .refine((tags) => new Set(tags.map((tag) => tag.key)).size === tags.length, 'must name each key once'),
  ),
  deadlineMs: optional(integerSchema(1, DEADLINE_MAX_MS)),
  budgetPolicy: optional(budgetPolicySchema),
};

export type CallOptions = z.output<z.ZodObject<typeof callOptionsShape>>;

interface ModelChoice {
  model?: string | undefined;
  models?: readonly string[] | undefined;
  price?: unknown;
}

/** `model` and `models` are two ways to say one thing, and a price is for one model. */
export function checkModelChoice({ model, models, price }: ModelChoice, context: z.RefinementCtx): void {
  if (model !== undefined && models !== undefined)
    context.addIssue({ code: 'custom', path: ['models'], message: 'must not be given with model' });
  if (price !== undefined && (models?.length ?? 1) > 1)
    context.addIssue({ code: 'custom', path: ['price'], message: 'is for a call that names one model' });
}
