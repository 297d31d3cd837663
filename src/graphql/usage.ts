import { ValidationError } from '../domain/errors.ts';
import { GROUPS_MAX, reportUsage } from '../domain/usage/usage-report.ts';
import type { Builder } from './builder.ts';
import type { TagInputRef } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { GraphQLContext } from './context.ts';
import { selectsAny } from './selection.ts';
import { defineUsageInputs } from './usage-inputs.ts';
import { defineUsageTypes } from './usage-types.ts';

const PERCENTILE_FIELDS = ['p50Ms', 'p90Ms', 'p95Ms', 'p99Ms'];
/** For the limit of a query's cost: it reads as much as a page of calls and more. */
const REPORT_COST = 100;

/** Reports of what was used and what it cost. */
export function defineUsage(builder: Builder, callTypes: CallTypes, tagInput: TagInputRef): void {
  const report = defineUsageTypes(builder, callTypes);
  const input = defineUsageInputs(builder, callTypes, tagInput);

  /** Groups of all reports of an operation. */
  const answered = new WeakMap<GraphQLContext, number>();

  builder.queryField('usage', (t) =>
    t.field({
      type: report,
      description: 'Calls, tokens, cost and times over a range of time.',
      authScopes: { viewer: true },
      extensions: { cost: REPORT_COST },
      args: { input: t.arg({ type: input, required: true, description: 'What to report.' }) },
      resolve: async (_, args, context, info) => {
        const { principal, services } = context;
        const found = await reportUsage(services.storage.usage, principal.projectId, args.input, {
          now: services.clock.now(),
          withHistograms: selectsAny(info, PERCENTILE_FIELDS),
        });
        const groups = (answered.get(context) ?? 0) + found.groups.length;
        answered.set(context, groups);
        if (groups > GROUPS_MAX) throw tooManyInAll();
        return found;
      },
    }),
  );
}

function tooManyInAll(): ValidationError {
  const message = `the reports of one operation must have at most ${GROUPS_MAX} groups in all; ask for them one after another`;
  return new ValidationError([{ path: 'input.groupBy', message }]);
}
