import { z } from 'zod';
import { labelSchema, optional } from '../domain/field-schemas.ts';
import type { Builder } from './builder.ts';

const VALUES_MAX = 100;
const namesSchema = optional(
  z.array(labelSchema()).min(1).max(VALUES_MAX, `must have at most ${VALUES_MAX} entries`),
);
const instantSchema = optional(z.date().transform((date) => date.getTime()));

const callEventFilterSchema = z.object({
  agentIds: namesSchema,
  operationIds: namesSchema,
  capabilityTypes: namesSchema,
  models: namesSchema,
});
const budgetEventFilterSchema = callEventFilterSchema.extend({ budgetIds: namesSchema });
const templateEventFilterSchema = z.object({ templateIds: namesSchema, labels: namesSchema });
const eventFilterSchema = budgetEventFilterSchema.extend({
  topics: namesSchema,
  from: instantSchema,
  to: instantSchema,
});

/** The filters of the subscriptions and of the query. */
export function defineEventInputs(builder: Builder) {
  const callEventFilter = builder
    .inputType('ModelCallEventFilter', {
      description: 'Which events of calls; all fields must match, each by any of its values.',
      fields: (t) => ({
        agentIds: t.stringList({ description: 'Of these agents.' }),
        operationIds: t.idList({ description: 'Of these calls.' }),
        capabilityTypes: t.stringList({ description: 'Of these capabilities.' }),
        models: t.stringList({ description: 'Of these models.' }),
      }),
    })
    .validate(callEventFilterSchema);
  const budgetEventFilter = builder
    .inputType('BudgetEventFilter', {
      description: 'Which events of budgets; all fields must match, each by any of its values.',
      fields: (t) => ({
        agentIds: t.stringList({ description: 'Set off by these agents.' }),
        operationIds: t.idList({ description: 'Set off by these calls.' }),
        capabilityTypes: t.stringList({ description: 'Set off by calls of these capabilities.' }),
        models: t.stringList({ description: 'Set off by calls of these models.' }),
        budgetIds: t.idList({ description: 'Of these budgets.' }),
      }),
    })
    .validate(budgetEventFilterSchema);
  const templateEventFilter = builder
    .inputType('TemplateEventFilter', {
      description: 'Which events of templates; all fields must match, each by any of its values.',
      fields: (t) => ({
        templateIds: t.idList({ description: 'Of these templates.' }),
        labels: t.stringList({ description: 'Of these labels.' }),
      }),
    })
    .validate(templateEventFilterSchema);
  const eventFilter = builder
    .inputType('EventFilter', {
      description: 'Which events; all fields must match, each list by any of its values.',
      fields: (t) => ({
        topics: t.stringList({ description: 'Of these topics, such as openai.budget.warning.' }),
        agentIds: t.stringList({ description: 'Set off by these agents.' }),
        operationIds: t.idList({ description: 'Of these calls.' }),
        capabilityTypes: t.stringList({ description: 'Of these capabilities.' }),
        models: t.stringList({ description: 'Of these models.' }),
        budgetIds: t.idList({ description: 'Of these budgets.' }),
        from: t.field({ type: 'DateTime', description: 'From this instant on.' }),
        to: t.field({ type: 'DateTime', description: 'Before this instant.' }),
      }),
    })
    .validate(eventFilterSchema);
  return { callEventFilter, budgetEventFilter, templateEventFilter, eventFilter };
}
