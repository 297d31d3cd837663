import type { ModelCost, TagUse, UsageQuery, UsageRow, UsageStore } from '../usage/usage.ts';
import { CALL_DIMENSIONS } from '../usage/usage.ts';
import type { CallDimension } from '../usage/usage.ts';
import type { Budget } from './budget.ts';
import { HOUR_MS, hoursFrom, QUARTER_MS, quartersFrom } from './forecast.ts';
import type { RecentSpend, SpendStep } from './forecast.ts';
import type { BudgetScope } from './scope.ts';

/** Budgets whose spend one report can tell, by the value of one dimension or the values of one label. */
interface SpendReport {
  projectId: string;
  by: CallDimension | { tagKey: string } | null;
  budgets: Budget[];
}

const DIMENSIONS = {
  agent: 'agent',
  capability: 'capability',
  apiKey: 'api_key',
  model: 'model',
} as const satisfies Partial<Record<BudgetScope['kind'], CallDimension>>;

/** Where it is read what was spent. */
export type SpendSource = Pick<UsageStore, 'aggregate' | 'costsOfOtherModels'>;

/**
 * What the calls of each budget have spent lately, in the order of `budgets`: a report for each kind of scope, not one for each
 * budget. A budget on a model is charged for the attempts of that model, whatever answered in the end. Throws StoreUnavailableError.
 */
export async function recentSpendOf(
  usage: SpendSource,
  budgets: readonly Budget[],
  now: number,
): Promise<RecentSpend[]> {
  const spends = new Map<Budget, RecentSpend>();
  const reports = reportsFor(budgets);
  await Promise.all(
    reports.map(async (report) => {
      const [hours, quarters] = await Promise.all([
        readSteps(usage, report, { bucket: 'HOUR', from: hoursFrom(now), before: now + 1 }),
        readSteps(usage, report, { bucket: 'QUARTER_HOUR', from: quartersFrom(now), before: now + 1 }),
      ]);
      for (const budget of report.budgets)
        spends.set(budget, {
          hours: stepsOf(budget.scope, hours),
          quarters: stepsOf(budget.scope, quarters),
        });
    }),
  );
  return budgets.map((budget) => spends.get(budget) ?? { hours: [], quarters: [] });
}

function reportsFor(budgets: readonly Budget[]): SpendReport[] {
  const reports = new Map<string, SpendReport>();
  for (const budget of budgets) {
    const { projectId, scope } = budget;
    const by = groupingOf(scope);
    const key = JSON.stringify([projectId, by]);
    const report = reports.get(key);
    if (report === undefined) reports.set(key, { projectId, by, budgets: [budget] });
    else report.budgets.push(budget);
  }
  return [...reports.values()];
}

function groupingOf(scope: BudgetScope): SpendReport['by'] {
  if (scope.kind === 'everything') return null;
  return scope.kind === 'tag' ? { tagKey: scope.key } : DIMENSIONS[scope.kind];
}

type Steps = ReadonlyMap<string, readonly SpendStep[]>;

/** Steps of spend by the value that the report is grouped by; by '' for a report of everything. */
async function readSteps(
  usage: SpendSource,
  report: SpendReport,
  range: Pick<UsageQuery, 'bucket' | 'from' | 'before'>,
): Promise<Steps> {
  const { projectId, by } = report;
  const rows = await usage.aggregate({
    projectId,
    ...range,
    timeZone: 'UTC',
    withHistograms: false,
    groupBy: typeof by === 'string' ? [by] : [],
    filter: filterOf(report),
    tags: tagsOf(report),
  });
  const steps = new Map<string, SpendStep[]>();
  for (const row of rows) {
    const value = valueOf(row, report);
    if (value === null || row.metrics.totalCostNano === 0n) continue;
    const step = { start: row.bucketStart ?? range.from, costNano: row.metrics.totalCostNano };
    const known = steps.get(value);
    if (known === undefined) steps.set(value, [step]);
    else known.push(step);
  }
  return by === 'model' ? withOtherModels(steps, await costsOfOthers(usage, projectId, range)) : steps;
}

function costsOfOthers(
  usage: SpendSource,
  projectId: string,
  { bucket, from, before }: Pick<UsageQuery, 'bucket' | 'from' | 'before'>,
): Promise<ModelCost[]> {
  return usage.costsOfOtherModels({
    projectId,
    from,
    before,
    stepMs: bucket === 'HOUR' ? HOUR_MS : QUARTER_MS,
  });
}

/** The steps with what is moved between models; of one model a step each. */
function withOtherModels(steps: Steps, moved: readonly ModelCost[]): Steps {
  const all = new Map([...steps].map(([model, ofModel]) => [model, [...ofModel]]));
  for (const { model, start, costNano } of moved) {
    const ofModel = all.get(model) ?? [];
    const others = ofModel.filter((step) => step.start !== start);
    const known = ofModel.find((step) => step.start === start)?.costNano ?? 0n;
    all.set(model, [...others, { start, costNano: known + costNano }]);
  }
  return all;
}

/** Only the values that some budget is on; but a budget on a model counts its dated snapshots too. */
function filterOf({ by, budgets }: SpendReport): UsageQuery['filter'] {
  if (typeof by !== 'string' || by === 'model') return {};
  const values = budgets.flatMap(({ scope }) => valueOfScope(scope) ?? []);
  return { [by]: [...new Set(values)] };
}

function tagsOf({ by, budgets: [first, ...others] }: SpendReport): TagUse {
  if (by === null || typeof by === 'string') return { kind: 'none' };
  const value = first === undefined ? null : valueOfScope(first.scope);
  if (value !== null && others.length === 0) return { kind: 'filter', tag: { key: by.tagKey, value } };
  return { kind: 'by_key', key: by.tagKey };
}

function valueOf({ dimensions, tag }: UsageRow, report: SpendReport): string | null {
  const { by } = report;
  if (by === null) return '';
  if (typeof by === 'string') return dimensions[CALL_DIMENSIONS.indexOf(by)] ?? null;
  const tags = tagsOf(report);
  return tags.kind === 'filter' ? tags.tag.value : (tag?.value ?? null);
}

function valueOfScope(scope: BudgetScope): string | null {
  switch (scope.kind) {
    case 'agent':
      return scope.agentId;
    case 'capability':
      return scope.capabilityType;
    case 'apiKey':
      return scope.apiKeyId;
    case 'model':
      return scope.model;
    case 'tag':
      return scope.value;
    case 'everything':
      return null;
  }
}

function stepsOf(scope: BudgetScope, steps: Steps): readonly SpendStep[] {
  if (scope.kind !== 'model') return steps.get(valueOfScope(scope) ?? '') ?? [];
  const { model } = scope;
  const isSnapshot = (name: string): boolean =>
    name.startsWith(`${model}-`) && /^\d/.test(name.slice(model.length + 1));
  return [...steps].flatMap(([name, ofModel]) => (name === model || isSnapshot(name) ? ofModel : []));
}
