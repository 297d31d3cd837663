import { z } from 'zod';
import { newId } from '../../lib/ids.ts';
import { parseUsd, USD_PATTERN } from '../../lib/money.ts';
import type { NanoUsd } from '../../lib/money.ts';
import { stampOf } from '../access/audit.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { Principal } from '../access/principal.ts';
import { NotFoundError } from '../errors.ts';
import type { Doorbell } from '../event/event-log.ts';
import { labelSchema, optional } from '../field-schemas.ts';
import type { Budget, BudgetStatus } from './budget.ts';
import type { BudgetChange, BudgetStore } from './budget-store.ts';
import { isTimeZone, RECURRENCES } from './period.ts';
import type { BudgetPeriod } from './period.ts';
import type { BudgetScope } from './scope.ts';

const THRESHOLDS_MAX = 20;
const AMOUNT_ACCEPTED =
  'must be an amount of US dollars above 0 and below 1000000000 with at most 9 decimals, such as "12.50"';

const amountSchema = z
  .string(AMOUNT_ACCEPTED)
  .regex(USD_PATTERN, AMOUNT_ACCEPTED)
  .transform(parseUsd)
  .refine((amount) => amount > 0n, AMOUNT_ACCEPTED);

const THRESHOLD_ACCEPTED = 'must be a fraction above 0 and at most 1 with at most 6 decimals, such as 0.8';
const thresholdsSchema = z
  .array(
    z
      .number(THRESHOLD_ACCEPTED)
      .gt(0, THRESHOLD_ACCEPTED)
      .max(1, THRESHOLD_ACCEPTED)
      .refine((threshold) => Number(threshold.toFixed(6)) === threshold, THRESHOLD_ACCEPTED),
  )
  .max(THRESHOLDS_MAX, `must have at most ${THRESHOLDS_MAX} entries`)
  .transform((thresholds) => [...new Set(thresholds)].sort((a, b) => a - b));

const scopeSchema = z
  .object({
    agentId: optional(labelSchema()),
    capabilityType: optional(labelSchema()),
    model: optional(labelSchema()),
    tag: optional(z.object({ key: labelSchema(), value: labelSchema() })),
    apiKeyId: optional(labelSchema()),
    everything: optional(z.literal(true, 'must be true')),
  })
  .transform((given): BudgetScope => {
    if (given.agentId !== undefined) return { kind: 'agent', agentId: given.agentId };
    if (given.capabilityType !== undefined)
      return { kind: 'capability', capabilityType: given.capabilityType };
    if (given.model !== undefined) return { kind: 'model', model: given.model };
    if (given.tag !== undefined) return { kind: 'tag', ...given.tag };
    if (given.apiKeyId !== undefined) return { kind: 'apiKey', apiKeyId: given.apiKeyId };
    return { kind: 'everything' };
  });

const periodSchema = z
  .object({
    fixed: optional(
      z
        .object({ start: z.date(), end: z.date() })
        .refine(({ start, end }) => start < end, { path: ['end'], message: 'must be after start' }),
    ),
    recurring: optional(
      z.object({
        every: z.enum(RECURRENCES),
        timeZone: optional(
          z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Copenhagen or UTC'),
        ),
      }),
    ),
  })
  .transform(({ fixed, recurring }, context): BudgetPeriod => {
    if (fixed !== undefined) return { kind: 'fixed', start: fixed.start.getTime(), end: fixed.end.getTime() };
    if (recurring !== undefined)
      return { kind: 'recurring', every: recurring.every, timeZone: recurring.timeZone ?? 'UTC' };
    context.addIssue({ code: 'custom', message: 'must give fixed or recurring' });
    return z.NEVER;
  });

export const createBudgetInputSchema = z.object({
  name: optional(labelSchema()),
  scope: scopeSchema,
  amount: amountSchema,
  period: periodSchema,
  warningThresholds: thresholdsSchema,
  hard: z.boolean(),
});
export type CreateBudgetInput = z.output<typeof createBudgetInputSchema>;

export const updateBudgetInputSchema = z.object({
  id: z.string().min(1, 'must not be empty'),
  name: labelSchema().nullable().optional(),
  amount: optional(amountSchema),
  warningThresholds: optional(thresholdsSchema),
  hard: optional(z.boolean()),
});
export type UpdateBudgetInput = z.output<typeof updateBudgetInputSchema>;

/** Throws StoreUnavailableError. */
export async function createBudget(
  store: BudgetStore,
  principal: Principal,
  input: CreateBudgetInput,
  now: number,
): Promise<BudgetStatus> {
  const { name, scope, amount, period, warningThresholds, hard } = input;
  const budget: Budget = {
    projectId: principal.projectId,
    id: newId(),
    name: name ?? null,
    scope,
    amountNano: amount,
    period,
    warningThresholds,
    hard,
    createdAt: now,
    updatedAt: now,
  };
  await store.create(budget, stamp(principal, 'createBudget', budget.id, now));
  return requireBudget(await store.find(budget.projectId, budget.id, now), budget.id);
}

/** Spend is never touched; a changed amount is checked against its thresholds at once. Throws NotFoundError, StoreUnavailableError. */
export async function updateBudget(
  store: BudgetStore,
  doorbell: Doorbell,
  principal: Principal,
  input: UpdateBudgetInput,
  now: number,
): Promise<BudgetStatus> {
  const change: BudgetChange = {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.amount !== undefined && { amountNano: input.amount satisfies NanoUsd }),
    ...(input.warningThresholds !== undefined && { warningThresholds: input.warningThresholds }),
    ...(input.hard !== undefined && { hard: input.hard }),
  };
  const audit = stamp(principal, 'updateBudget', input.id, now);
  const status = await store.update(principal.projectId, input.id, change, now, audit);
  doorbell.ring();
  return requireBudget(status, input.id);
}

/** Throws NotFoundError, StoreUnavailableError. */
export async function deleteBudget(
  store: BudgetStore,
  principal: Principal,
  id: string,
  now: number,
): Promise<void> {
  const audit = stamp(principal, 'deleteBudget', id, now);
  if (!(await store.delete(principal.projectId, id, now, audit))) throw new NotFoundError('budget', id);
}

function stamp(principal: Principal, action: string, id: string, now: number): AuditStamp {
  return stampOf(principal, action, { kind: 'budget', id }, now);
}

function requireBudget(status: BudgetStatus | null, id: string): BudgetStatus {
  if (status === null) throw new NotFoundError('budget', id);
  return status;
}
