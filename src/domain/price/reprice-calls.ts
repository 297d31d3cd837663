import type { Clock } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import { formatUsd } from '../../lib/money.ts';
import type { NanoUsd } from '../../lib/money.ts';
import type { Actor, AuditLog } from '../access/audit.ts';
import type { Attempt, Call } from '../call/call.ts';
import type { CallFilter } from '../call/call-filter.ts';
import type { CallStore } from '../call/call-store.ts';
import type { ModelDirectory } from '../model/model-directory.ts';
import { totalCost } from '../call/total-cost.ts';
import { costOf, isSameCost } from './price.ts';

const PAGE = 100;

/** Who runs the command, which needs what only the operator has. */
const OPERATOR: Actor = { kind: 'operator', id: null };

export interface RepriceParts {
  store: CallStore;
  models: ModelDirectory;
  clock: Clock;
  audit: AuditLog;
}

export interface RepriceRequest {
  projectId: string;
  /** Calls that started from (inclusive) and before (exclusive), and of one model when it is given. */
  filter: Pick<CallFilter, 'startedFrom' | 'startedBefore' | 'model'>;
  /** False only tells what would change. */
  apply: boolean;
}

/** A call whose cost differs from what the prices in force at its start say now; another version of the same price is none. */
export interface RepricedCall {
  call: Call;
  before: NanoUsd;
  after: NanoUsd;
}

/**
 * Prices stored usage again at the prices that are known now for the time of each call, and gives the calls that change,
 * newest first. What is to be booked is noted in the audit log before the first of it is. Presumed costs stay: they are holds, not usage. Throws StoreUnavailableError.
 */
export async function* repriceCalls(
  parts: RepriceParts,
  request: RepriceRequest,
): AsyncGenerator<RepricedCall> {
  if (request.apply && !(await noteRepricing(parts, request))) return;
  yield* repricedCalls(parts, request);
}

/** One entry for the run and the project. False, and none is written, when there is nothing to book. */
async function noteRepricing(parts: RepriceParts, request: RepriceRequest): Promise<boolean> {
  const { projectId, filter } = request;
  const sums = { calls: 0, before: 0n, after: 0n };
  for await (const { before, after } of repricedCalls(parts, { ...request, apply: false })) {
    sums.calls += 1;
    sums.before += before;
    sums.after += after;
  }
  if (sums.calls === 0) return false;
  const { startedFrom, startedBefore, model } = filter;
  const instant = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  await parts.audit.append(
    {
      projectId,
      id: newId(),
      at: parts.clock.now(),
      actor: OPERATOR,
      action: 'reprice',
      targetKind: 'calls',
      targetId: model ?? 'all',
    },
    { calls: sums.calls, cost: formatUsd(sums.before) },
    {
      calls: sums.calls,
      cost: formatUsd(sums.after),
      startedFrom: instant(startedFrom),
      startedBefore: instant(startedBefore),
    },
  );
  return true;
}

async function* repricedCalls(parts: RepriceParts, request: RepriceRequest): AsyncGenerator<RepricedCall> {
  let after: string | undefined;
  for (;;) {
    const page = await parts.store.list(request.projectId, request.filter, {
      first: PAGE,
      ...(after !== undefined && { after }),
    });
    const calls = page.edges.map(({ node }) => node);
    const attempts = await parts.store.attemptsOf(
      request.projectId,
      calls.map(({ operationId }) => operationId),
    );
    for (const [index, call] of calls.entries()) {
      const repriced = await repriceCall(parts, call, attempts[index] ?? [], request.apply);
      if (repriced !== null) yield repriced;
    }
    after = page.edges.at(-1)?.cursor;
    if (!page.hasNextPage || after === undefined) return;
  }
}

async function repriceCall(
  { store, models, clock }: RepriceParts,
  call: Call,
  attempts: readonly Attempt[],
  apply: boolean,
): Promise<RepricedCall | null> {
  if (call.cost === null) return null;
  const priced = await Promise.all(attempts.map((attempt) => repriced(models, call, attempt)));
  const changed = priced.filter((attempt, index) => attempt !== attempts[index]);
  if (changed.length === 0) return null;
  const cost = totalCost(priced);
  if (apply) {
    const { projectId, operationId } = call;
    const bookedAt = clock.now();
    // another run may have been faster
    if (!(await store.reprice({ projectId, operationId, attempts: changed, cost, bookedAt }))) return null;
  }
  return { call, before: call.cost.totalNano, after: cost.totalNano };
}

/** The attempt at the price in force when its call started; the same object when nothing changes. */
async function repriced(models: ModelDirectory, call: Call, attempt: Attempt): Promise<Attempt> {
  const { usage, cost: known } = attempt;
  if (usage === null || known.basis === 'presumed') return attempt;
  const model = await models.find(call.projectId, attempt.model, call.startedAt);
  // a name can mean another provider's model by now, whose price is no price for this one
  if (model === null || model.provider !== attempt.provider) return attempt;
  if (model.price.version === known.priceVersion) return attempt;
  const amounts = costOf(usage, model.price);
  if (isSameCost(amounts, known)) return attempt;
  return { ...attempt, cost: { ...amounts, basis: known.basis, priceVersion: model.price.version } };
}
