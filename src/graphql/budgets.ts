import { definedOnly } from '../lib/defined-only.ts';
import type { BudgetStatus } from '../domain/budget/budget.ts';
import { createBudget, deleteBudget, updateBudget } from '../domain/budget/manage-budget.ts';
import { defineBudgetInputs } from './budget-inputs.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { Builder } from './builder.ts';
import type { TagInputRef } from './call-inputs.ts';
import type { ErrorTypes } from './errors.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the list of budgets: the id. */
const BUDGET_KEY_PARTS = 1;

/** Limits: making, changing and reading them. */
export function defineBudgets(
  builder: Builder,
  { budget, recurrence }: BudgetTypes,
  errors: ErrorTypes,
  tagInput: TagInputRef,
): void {
  const { createBudgetInput, updateBudgetInput } = defineBudgetInputs(builder, recurrence, tagInput);
  const successOf = (name: string, description: string) =>
    builder.objectRef<BudgetStatus>(name).implement({
      description,
      fields: (t) => ({
        budget: t.field({ type: budget, description: 'The budget.', resolve: (status) => status }),
      }),
    });

  const createSuccess = successOf('CreateBudgetSuccess', 'The budget was made.');
  builder.mutationField('createBudget', (t) =>
    t.field({
      type: createSuccess,
      description: 'Makes a budget; it counts the calls that are dispatched from now on.',
      authScopes: { admin: true },
      errors: {
        types: errors.createErrors,
        union: { name: 'CreateBudgetResult', description: 'What `createBudget` can give.' },
      },
      args: { input: t.arg({ type: createBudgetInput, required: true, description: 'The budget.' }) },
      resolve: (_, { input }, { principal, services }) =>
        createBudget(services.storage.budgets, principal, input, services.clock.now()),
    }),
  );

  const updateSuccess = successOf('UpdateBudgetSuccess', 'The budget was changed.');
  builder.mutationField('updateBudget', (t) =>
    t.field({
      type: updateSuccess,
      description:
        'Changes a budget. What was spent stays; thresholds are checked against the new amount at once.',
      authScopes: { admin: true },
      errors: {
        types: errors.changeErrors,
        union: { name: 'UpdateBudgetResult', description: 'What `updateBudget` can give.' },
      },
      args: { input: t.arg({ type: updateBudgetInput, required: true, description: 'What to change.' }) },
      resolve: (_, { input }, { principal, services }) =>
        updateBudget(services.storage.budgets, services.doorbell, principal, input, services.clock.now()),
    }),
  );

  const deleteSuccess = builder.objectRef<{ id: string }>('DeleteBudgetSuccess').implement({
    description: 'The budget was deleted. What it counted stays in the calls.',
    fields: (t) => ({ id: t.exposeID('id', { description: 'The id that it had.' }) }),
  });
  const deleteInput = builder.inputType('DeleteBudgetInput', {
    description: 'Which budget to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Its id.' }) }),
  });
  builder.mutationField('deleteBudget', (t) =>
    t.field({
      type: deleteSuccess,
      description: 'Deletes a budget: from now on it limits nothing. Calls under way end as usual.',
      authScopes: { admin: true },
      errors: {
        types: errors.changeErrors,
        union: { name: 'DeleteBudgetResult', description: 'What `deleteBudget` can give.' },
      },
      args: { input: t.arg({ type: deleteInput, required: true, description: 'Which one.' }) },
      resolve: async (_, { input: { id } }, { principal, services }) => {
        await deleteBudget(services.storage.budgets, principal, id, services.clock.now());
        return { id };
      },
    }),
  );

  builder.queryField('budget', (t) =>
    t.field({
      type: budget,
      nullable: true,
      description: 'The budget of that id, if there is one.',
      authScopes: { viewer: true },
      args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
      resolve: (_, { id }, { principal, services }) =>
        services.storage.budgets.find(principal.projectId, id, services.clock.now()),
    }),
  );

  const budgetFilter = builder.inputType('BudgetFilter', {
    description: 'Which budgets to list.',
    fields: (t) => ({ agentId: t.string({ description: 'Those whose scope is this agent.' }) }),
  });
  builder.queryField('budgets', (t) =>
    t.connection(
      {
        type: budget,
        description: 'Budgets, oldest first.',
        authScopes: { viewer: true },
        args: { filter: t.arg({ type: budgetFilter, description: 'Which ones.' }) },
        resolve: async (_, { filter, ...page }, { principal, services }) => {
          const accepted = definedOnly({ agentId: filter?.agentId ?? undefined });
          const request = toPageRequest(page, BUDGET_KEY_PARTS);
          return toConnection(
            await services.storage.budgets.list(principal.projectId, accepted, request, services.clock.now()),
          );
        },
      },
      ...connectionTypes('Budget', 'budget'),
    ),
  );
}
