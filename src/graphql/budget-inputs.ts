import { createBudgetInputSchema, updateBudgetInputSchema } from '../domain/budget/manage-budget.ts';
import type { Builder } from './builder.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { TagInputRef } from './call-inputs.ts';

/** The inputs of `createBudget` and `updateBudget`. */
export function defineBudgetInputs(
  builder: Builder,
  recurrence: BudgetTypes['recurrence'],
  tagInput: TagInputRef,
) {
  const scopeInput = builder.inputType('BudgetScopeInput', {
    description: 'Which calls a budget counts. Exactly one field.',
    isOneOf: true,
    fields: (t) => ({
      agentId: t.string({ description: 'Those of this agent.' }),
      capabilityType: t.string({ description: 'Those for this capability.' }),
      model: t.string({ description: 'Those that ask this model, or a dated snapshot of it.' }),
      tag: t.field({ type: tagInput, description: 'Those with this label.' }),
      apiKeyId: t.id({ description: 'Those made with this API key.' }),
      everything: t.boolean({ description: 'All of them; must be true.' }),
    }),
  });
  const fixedInput = builder.inputType('FixedPeriodInput', {
    description: 'From one instant up to another.',
    fields: (t) => ({
      start: t.field({ type: 'DateTime', required: true, description: 'When it begins.' }),
      end: t.field({
        type: 'DateTime',
        required: true,
        description: 'When it ends; this instant is not in it.',
      }),
    }),
  });
  const recurringInput = builder.inputType('RecurringPeriodInput', {
    description: 'Again and again, by the calendar.',
    fields: (t) => ({
      every: t.field({ type: recurrence, required: true, description: 'How often.' }),
      timeZone: t.string({
        description: 'IANA time zone of its midnight, such as Europe/Copenhagen; UTC by default.',
      }),
    }),
  });
  const periodInput = builder.inputType('BudgetPeriodInput', {
    description: 'The span of time that a budget is for. Exactly one field.',
    isOneOf: true,
    fields: (t) => ({
      fixed: t.field({ type: fixedInput, description: 'One span, once.' }),
      recurring: t.field({ type: recurringInput, description: 'Each day, week or month.' }),
    }),
  });
  const createBudgetInput = builder
    .inputType('CreateBudgetInput', {
      description: 'A new budget.',
      fields: (t) => ({
        name: t.string({ description: 'For people.' }),
        scope: t.field({ type: scopeInput, required: true, description: 'Which calls it counts.' }),
        amount: t.field({ type: 'Decimal', required: true, description: 'The limit of a period, above 0.' }),
        period: t.field({
          type: periodInput,
          required: true,
          description: 'The span of time that it is for.',
        }),
        warningThresholds: t.floatList({
          required: true,
          defaultValue: [0.8],
          description: 'Fractions of the amount at which a warning is sent, above 0 and at most 1.',
        }),
        hard: t.boolean({
          required: true,
          defaultValue: true,
          description: 'Whether it refuses calls or only tells.',
        }),
      }),
    })
    .validate(createBudgetInputSchema);
  const updateBudgetInput = builder
    .inputType('UpdateBudgetInput', {
      description:
        'Changes to a budget; what is left out stays. Scope and period cannot change: make a new budget for those.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'Which budget.' }),
        name: t.string({ description: 'A new name; null takes the name away.' }),
        amount: t.field({ type: 'Decimal', description: 'A new limit, above 0.' }),
        warningThresholds: t.floatList({ description: 'New thresholds.' }),
        hard: t.boolean({ description: 'Whether it refuses calls or only tells.' }),
      }),
    })
    .validate(updateBudgetInputSchema);
  return { createBudgetInput, updateBudgetInput };
}
