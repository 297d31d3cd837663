import { chargeOf } from '../../domain/budget/charge.ts';
import type { Difference, ProjectSpan } from '../../domain/verify/book-store.ts';
import { formatUsd } from '../../lib/money.ts';
import type { NanoUsd } from '../../lib/money.ts';
import type { CallDocument, HoldDocument } from './call-documents.ts';
import { DISPATCHED_PHASES } from './call-documents.ts';
import type { Database } from './database.ts';

const BATCH = 1_000;

type Booked = Pick<
  CallDocument,
  'projectId' | 'operationId' | 'cost' | 'entries' | 'attempts' | 'attemptCount' | 'holds' | 'holdState'
>;

interface PeriodSums {
  projectId: string;
  chargedNano: bigint;
  heldNano: bigint;
}

interface Span {
  _id: string;
  calls: number;
  first: number;
  last: number;
}

/** Of calls and rollups, so that a rollup whose calls are gone is looked at. */
export async function projectSpans({ calls, usageQuarters, repeat }: Database): Promise<ProjectSpan[]> {
  const spansOfCalls = await repeat(() =>
    calls
      .aggregate<Span>([
        { $match: { phase: { $in: DISPATCHED_PHASES } } },
        {
          $group: {
            _id: '$projectId',
            calls: { $sum: 1 },
            first: { $min: '$startedAt' },
            last: { $max: '$startedAt' },
          },
        },
      ])
      .toArray(),
  );
  const spansOfQuarters = await repeat(() =>
    usageQuarters
      .aggregate<Span>([
        { $group: { _id: '$projectId', first: { $min: '$start' }, last: { $max: '$start' } } },
        { $addFields: { calls: 0 } },
      ])
      .toArray(),
  );
  const spans = new Map<string, ProjectSpan>();
  for (const { _id, calls: count, first, last } of [...spansOfCalls, ...spansOfQuarters]) {
    const span = spans.get(_id);
    spans.set(_id, {
      projectId: _id,
      calls: Number(count) + (span?.calls ?? 0),
      firstStart: Math.min(Number(first), span?.firstStart ?? Infinity),
      lastStart: Math.max(Number(last), span?.lastStart ?? -Infinity),
    });
  }
  return [...spans.values()].sort((a, b) => (a.projectId < b.projectId ? -1 : 1));
}

/** Reads every call once, then the ledgers: what ends between the two can differ. */
export async function bookDifferences(
  { calls, periods, repeat }: Database,
  limit: number,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const sums = new Map<string, PeriodSums>();
  const fields = {
    projectId: 1,
    operationId: 1,
    cost: 1,
    entries: 1,
    attempts: 1,
    attemptCount: 1,
    holds: 1,
    holdState: 1,
  };
  let after = '';
  for (;;) {
    const page = await repeat(() =>
      calls
        .find({ _id: { $gt: after }, phase: { $in: DISPATCHED_PHASES } })
        .project<Booked & { _id: string }>(fields)
        .sort({ _id: 1 })
        .limit(BATCH)
        .toArray(),
    );
    for (const call of page) {
      if (differences.length < limit) differences.push(...differencesOf(call));
      addHolds(sums, call);
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last._id;
  }
  const ledgers = await repeat(() =>
    periods
      .find({})
      .project<{ _id: string; projectId: string; budgetId: string; spentNano: bigint; heldNano: bigint }>({
        projectId: 1,
        budgetId: 1,
        spentNano: 1,
        heldNano: 1,
      })
      .toArray(),
  );
  for (const { _id, projectId, spentNano, heldNano } of ledgers) {
    const found = sums.get(_id) ?? { projectId, chargedNano: 0n, heldNano: 0n };
    sums.delete(_id);
    if (found.chargedNano === spentNano && found.heldNano === heldNano) continue;
    differences.push({
      projectId,
      message:
        `period ${_id}: the ledger has spent ${formatUsd(spentNano)} USD and holds ${formatUsd(heldNano)}, ` +
        `the calls were charged ${formatUsd(found.chargedNano)} USD and hold ${formatUsd(found.heldNano)}`,
    });
  }
  for (const [periodId, { projectId, chargedNano, heldNano }] of sums) {
    differences.push({
      projectId,
      message:
        `period ${periodId}: there is no ledger, the calls were charged ${formatUsd(chargedNano)} USD ` +
        `and hold ${formatUsd(heldNano)}`,
    });
  }
  return differences.slice(0, limit);
}

function differencesOf(call: Booked): Difference[] {
  const { projectId, operationId, cost, attempts, attemptCount, holds, holdState } = call;
  const costNano = cost?.totalNano ?? 0n;
  const bookedNano = call.entries.reduce((sum, entry) => sum + entry.totalNano, 0n);
  const attemptedNano = attempts.reduce((sum, attempt) => sum + attempt.cost.totalNano, 0n);
  const isBooked =
    bookedNano === costNano &&
    attempts.length === attemptCount &&
    (attempts.length === 0 || attemptedNano === costNano);
  const misstated = holds
    .map((hold) => ({ ...hold, expectedNano: expectedCharge(hold, call) }))
    .filter((hold) => hold.state !== holdState || hold.chargedNano !== hold.expectedNano);
  return [
    ...(isBooked
      ? []
      : [
          {
            projectId,
            message:
              `call ${operationId} costs ${formatUsd(costNano)} USD, its cost entries add up to ${formatUsd(bookedNano)}, ` +
              `its ${attempts.length} of ${attemptCount} attempts to ${formatUsd(attemptedNano)}`,
          },
        ]),
    ...misstated.map((hold) => ({
      projectId,
      message:
        `call ${operationId} is ${holdState} and costs ${formatUsd(costNano)} USD, its hold on budget ` +
        `${hold.budgetId} is ${hold.state} and was charged ${formatUsd(hold.chargedNano ?? 0n)} instead of ` +
        formatUsd(hold.expectedNano ?? 0n),
    })),
  ];
}

function expectedCharge({ scopeKey, state }: HoldDocument, { cost, attempts }: Booked): NanoUsd | null {
  return state === 'held' || cost === null ? null : chargeOf(scopeKey, cost, attempts);
}

function addHolds(sums: Map<string, PeriodSums>, { projectId, holds }: Booked): void {
  for (const { periodId, state, amountNano, chargedNano } of holds) {
    const sum = sums.get(periodId) ?? { projectId, chargedNano: 0n, heldNano: 0n };
    sum.chargedNano += chargedNano ?? 0n;
    if (state === 'held') sum.heldNano += amountNano;
    sums.set(periodId, sum);
  }
}
