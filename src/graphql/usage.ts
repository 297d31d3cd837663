import { reportUsage } from '../domain/usage/usage-report.ts';
import type { Builder } from './builder.ts';
import type { TagInputRef } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
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

  builder.queryField('usage', (t) =>
    t.field({
      type: report,
      description: 'Calls, tokens, cost and times over a range of time.',
      authScopes: { viewer: true },
      extensions: { cost: REPORT_COST },
      args: { input: t.arg({ type: input, required: true, description: 'What to report.' }) },
      resolve: (_, args, { principal, services }, info) =>
        reportUsage(services.storage.usage, principal.projectId, args.input, {
          now: services.clock.now(),
          withHistograms: selectsAny(info, PERCENTILE_FIELDS),
        }),
    }),
  );
}
