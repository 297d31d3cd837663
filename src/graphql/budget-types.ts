import { forecastBudgets } from '../domain/budget/forecast-budget.ts';
import { remainingOf } from '../domain/budget/budget.ts';
import type { BudgetStatus } from '../domain/budget/budget.ts';
import { fractionUsed } from '../domain/budget/enforcement.ts';
import { resetsAt } from '../domain/budget/period.ts';
import type { BudgetScope } from '../domain/budget/scope.ts';
import type { Builder } from './builder.ts';
import { defineForecast } from './budget-forecast.ts';
import type { CallTypes } from './call-types.ts';

export type BudgetTypes = ReturnType<typeof defineBudgetTypes>;

/** A budget and what it is made of. */
export function defineBudgetTypes(builder: Builder, { tag }: CallTypes) {
  const recurrence = builder.enumType('BudgetRecurrence', {
    description: 'How often a budget begins again.',
    values: {
      DAY: { value: 'DAY', description: 'Each day, at midnight.' },
      WEEK: { value: 'WEEK', description: 'Each week, on Monday at midnight.' },
      MONTH: { value: 'MONTH', description: 'Each month, on the first at midnight.' },
    },
  });

  const scope = builder.objectRef<BudgetScope>('BudgetScope').implement({
    description: 'Which calls a budget counts. One field is set.',
    fields: (t) => ({
      agentId: t.string({
        nullable: true,
        description: 'Those of this agent.',
        resolve: (s) => (s.kind === 'agent' ? s.agentId : null),
      }),
      capabilityType: t.string({
        nullable: true,
        description: 'Those for this capability.',
        resolve: (s) => (s.kind === 'capability' ? s.capabilityType : null),
      }),
      model: t.string({
        nullable: true,
        description: 'Those that ask this model, or a dated snapshot of it.',
        resolve: (s) => (s.kind === 'model' ? s.model : null),
      }),
      tag: t.field({
        type: tag,
        nullable: true,
        description: 'Those with this label.',
        resolve: (s) => (s.kind === 'tag' ? { key: s.key, value: s.value } : null),
      }),
      apiKeyId: t.id({
        nullable: true,
        description: 'Those made with this API key.',
        resolve: (s) => (s.kind === 'apiKey' ? s.apiKeyId : null),
      }),
      everything: t.boolean({ description: 'All of them.', resolve: (s) => s.kind === 'everything' }),
    }),
  });

  const period = builder.objectRef<BudgetStatus>('BudgetPeriod').implement({
    description: 'The span of time that a budget is for.',
    fields: (t) => ({
      every: t.field({
        type: recurrence,
        nullable: true,
        description: 'How often it begins again; null for a fixed period.',
        resolve: ({ budget }) => (budget.period.kind === 'recurring' ? budget.period.every : null),
      }),
      timeZone: t.string({
        description: 'The IANA time zone of its days.',
        resolve: ({ budget }) => (budget.period.kind === 'recurring' ? budget.period.timeZone : 'UTC'),
      }),
      start: t.field({
        type: 'DateTime',
        description: 'When the current period began.',
        resolve: (s) => bounds(s).start,
      }),
      end: t.field({ type: 'DateTime', description: 'When it ends.', resolve: (s) => bounds(s).end }),
      resetsAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the next period begins; null for a fixed period.',
        resolve: ({ budget, ledger }) => ledger && resetsAt(budget.period, ledger.window),
      }),
    }),
  });

  const forecast = defineForecast(builder);

  const budget = builder.objectRef<BudgetStatus>('Budget').implement({
    description: 'A limit on what calls may cost in a period, and what the current period has used.',
    fields: (t) => ({
      id: t.id({ description: 'Its id.', resolve: (s) => s.budget.id }),
      name: t.string({
        nullable: true,
        description: 'Its name, if it has one.',
        resolve: (s) => s.budget.name,
      }),
      scope: t.field({ type: scope, description: 'Which calls it counts.', resolve: (s) => s.budget.scope }),
      amount: t.field({
        type: 'Decimal',
        description: 'The limit of a period.',
        resolve: (s) => s.budget.amountNano,
      }),
      spent: t.field({
        type: 'Decimal',
        description: 'Settled cost of the current period.',
        resolve: (s) => s.ledger?.spentNano ?? 0n,
      }),
      held: t.field({
        type: 'Decimal',
        description: 'Held for calls under way.',
        resolve: (s) => s.ledger?.heldNano ?? 0n,
      }),
      remaining: t.field({
        type: 'Decimal',
        description: 'What is left: amount less spent less held, never below zero.',
        resolve: (s) => remainingOf(s.budget, s.ledger ?? NOTHING_USED),
      }),
      percentageUsed: t.float({
        description: 'Spent as a percentage of the amount: 80 is 80 %.',
        resolve: (s) =>
          Math.round(fractionUsed(s.ledger?.spentNano ?? 0n, s.budget.amountNano) * 1_000_000) / 10_000,
      }),
      period: t.field({ type: period, description: 'The span of time that it is for.', resolve: (s) => s }),
      warningThresholds: t.floatList({
        description: 'Fractions of the amount at which a warning is sent, once a period.',
        resolve: (s) => [...s.budget.warningThresholds],
      }),
      hard: t.boolean({
        description: 'True when it refuses a call that could overshoot it; false when it only tells.',
        resolve: (s) => s.budget.hard,
      }),
      forecast: t.loadable({
        type: forecast,
        nullable: true,
        description:
          'What the current period will have spent when it goes on as before; null outside a fixed period.',
        extensions: { cost: FORECAST_COST },
        // all budgets of an answer together; the context of a subscription would keep them for ever
        loaderOptions: { cache: false },
        load: (statuses: BudgetStatus[], { services }) =>
          forecastBudgets(services.storage.usage, statuses, services.clock.now()),
        resolve: (status) => status,
      }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'When it was made.',
        resolve: (s) => s.budget.createdAt,
      }),
      updatedAt: t.field({
        type: 'DateTime',
        description: 'When it was last changed.',
        resolve: (s) => s.budget.updatedAt,
      }),
    }),
  });

  return { budget, recurrence };
}

/** For the limit of a query's cost: a week of spend is summed up. */
const FORECAST_COST = 10;

const NOTHING_USED = { spentNano: 0n, heldNano: 0n };

function bounds({ budget, ledger }: BudgetStatus): { start: number; end: number } {
  if (ledger !== null) return ledger.window;
  if (budget.period.kind === 'fixed') return budget.period;
  throw new Error(`budget ${budget.id} recurs and has no current period`);
}
