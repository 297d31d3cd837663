import type { ModelLimits, RateLimits } from './principal.ts';

/** The span that limits are over: a minute, in nanoseconds. */
const WINDOW_NS = 60_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** A place among the calls that a key has under way. It ends by itself, so that a process that died gives it back. */
export interface CallSlot {
  id: string;
  /** UTC milliseconds. */
  until: number;
}

/** Two buckets: calls and tokens. */
export interface BucketUse {
  requestsUntilNs: bigint;
  tokensUntilNs: bigint;
}

/**
 * What a key has used of its limits. Each limit per minute is a bucket that holds a minute's worth and fills up evenly, kept as
 * the one instant at which it is full again (the generic cell rate algorithm, ITU-T I.371). Instants are UTC nanoseconds.
 */
export interface RateUse extends BucketUse {
  slots: readonly CallSlot[];
  /** Of its limits by model, by the model that the limit names. */
  models: Readonly<Record<string, BucketUse>>;
}

const UNUSED_BUCKETS: BucketUse = { requestsUntilNs: 0n, tokensUntilNs: 0n };
export const UNUSED: RateUse = { ...UNUSED_BUCKETS, slots: [], models: {} };

export const LIMIT_KINDS = ['requests', 'tokens', 'concurrent_calls'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** A limit by model that a call comes under, and the most tokens of that model that it can use. */
export interface ModelDemand extends ModelLimits {
  tokens: number;
}

/** A call that wants to begin. */
export interface AdmissionRequest {
  projectId: string;
  /** Of the key, or of who brings tokens. */
  keyId: string;
  limits: RateLimits;
  /** The most tokens that it can use. */
  tokens: number;
  /** Of those of its limits by model that this call comes under; each model once. */
  models: readonly ModelDemand[];
  slot: CallSlot;
  /** UTC milliseconds. */
  now: number;
}

/** A limit, and how much of it is left now. */
export interface LimitLeft {
  kind: LimitKind;
  limit: number;
  remaining: number;
  /** The model of a limit by model. */
  model?: string;
}

export interface Refusal {
  kind: LimitKind;
  limit: number;
  /** The model of a limit by model. */
  model?: string;
  /** When there is room again, in milliseconds; null when there never is, because the call alone is above the limit. */
  retryAfterMs: number | null;
}

export type Admission =
  { kind: 'admitted'; left: LimitLeft[] } | { kind: 'refused'; refusal: Refusal; left: LimitLeft[] };

/** The nanoseconds that one of `limit` a minute takes to come back. */
function spacingNs(limit: number): bigint {
  return WINDOW_NS / BigInt(limit);
}

/** How far a bucket's instant may be ahead of `now` for so many more to fit. */
function roomNs(limit: number, amount: number): bigint {
  return WINDOW_NS - BigInt(amount) * spacingNs(limit);
}

export function toNs(ms: number): bigint {
  return BigInt(ms) * NS_PER_MS;
}

/** What a call takes of a bucket, and up to which instant the bucket may stand for that. */
interface Demand {
  limit: number;
  takesNs: bigint;
  latestNs: bigint;
}

/** Of calls and of tokens; null where there is no limit. */
export interface BucketDemand {
  requests: Demand | null;
  tokens: Demand | null;
  /** Of a limit by model; null for the key's own. */
  model: string | null;
}

/** What a call takes of the key's own buckets, and then of those by model. */
export function demandsOf({
  limits,
  tokens,
  models,
  now,
}: AdmissionRequest): [BucketDemand, ...BucketDemand[]] {
  const demand = (limit: number | null, amount: number): Demand | null =>
    limit === null
      ? null
      : { limit, takesNs: BigInt(amount) * spacingNs(limit), latestNs: toNs(now) + roomNs(limit, amount) };
  const demands = (of: Omit<ModelLimits, 'model'>, amount: number) => ({
    requests: demand(of.requestsPerMinute, 1),
    tokens: demand(of.tokensPerMinute, amount),
  });
  return [
    { ...demands(limits, tokens), model: null },
    ...models.map((one) => ({ ...demands(one, one.tokens), model: one.model })),
  ];
}

/** Nanoseconds that so much, given back, moves a bucket; 0 without a limit. */
export function amountToNs(limit: number | null, amount: number): bigint {
  return limit === null ? 0n : BigInt(amount) * spacingNs(limit);
}

/** The use of the buckets that `model` stands for. */
function bucketsOf(use: RateUse, model: string | null): BucketUse {
  return (model === null ? use : use.models[model]) ?? UNUSED_BUCKETS;
}

/** A bucket that is full stands at `nowNs`. */
function notBefore({ requestsUntilNs, tokensUntilNs }: BucketUse, nowNs: bigint): BucketUse {
  return {
    requestsUntilNs: requestsUntilNs > nowNs ? requestsUntilNs : nowNs,
    tokensUntilNs: tokensUntilNs > nowNs ? tokensUntilNs : nowNs,
  };
}

/** The use as it counts now: full buckets stand at `now`, those by model are left out, and places that ended are gone. */
export function current(use: RateUse, now: number): RateUse {
  const nowNs = toNs(now);
  const inUse = Object.entries(use.models).filter(
    ([, { requestsUntilNs, tokensUntilNs }]) => requestsUntilNs > nowNs || tokensUntilNs > nowNs,
  );
  return {
    ...notBefore(use, nowNs),
    slots: use.slots.filter(({ until }) => until > now),
    models: Object.fromEntries(inUse.map(([model, buckets]) => [model, notBefore(buckets, nowNs)])),
  };
}

/** The rule of every store: the use after the call was let in, or the limit that refuses it. Nothing is used by who is refused. */
export function admit(stored: RateUse, request: AdmissionRequest): { use: RateUse; admission: Admission } {
  const use = current(stored, request.now);
  const refusal = refusalOf(use, request);
  if (refusal !== null) return { use, admission: { kind: 'refused', refusal, left: leftOf(use, request) } };
  const nowNs = toNs(request.now);
  const taken = ({ requests, tokens, model }: BucketDemand): BucketUse => {
    // a model that was not asked lately has no buckets yet
    const { requestsUntilNs, tokensUntilNs } = notBefore(bucketsOf(use, model), nowNs);
    return {
      requestsUntilNs: requestsUntilNs + (requests?.takesNs ?? 0n),
      tokensUntilNs: tokensUntilNs + (tokens?.takesNs ?? 0n),
    };
  };
  const [own, ...byModel] = demandsOf(request);
  const next: RateUse = {
    ...taken(own),
    slots: [...use.slots, request.slot],
    models: { ...use.models, ...Object.fromEntries(byModel.map((one) => [one.model, taken(one)])) },
  };
  return { use: next, admission: { kind: 'admitted', left: leftOf(next, request) } };
}

/** Of several limits that refuse, the one that has room last: who comes again then is not refused by another. */
function refusalOf(use: RateUse, request: AdmissionRequest): Refusal | null {
  const refusals = demandsOf(request).flatMap((demand) => refusalsBy(demand, bucketsOf(use, demand.model)));
  const { concurrentCalls } = request.limits;
  if (concurrentCalls !== null && use.slots.length >= concurrentCalls)
    refusals.push({ kind: 'concurrent_calls', limit: concurrentCalls, retryAfterMs: CALL_END_MS });
  const waitOf = ({ retryAfterMs }: Refusal): number => retryAfterMs ?? Infinity;
  return refusals.reduce<Refusal | null>(
    (last, one) => (last === null || waitOf(one) > waitOf(last) ? one : last),
    null,
  );
}

function refusalsBy(
  { requests, tokens, model }: BucketDemand,
  { requestsUntilNs, tokensUntilNs }: BucketUse,
): Refusal[] {
  const named = model === null ? {} : { model };
  const refusal = (kind: LimitKind, demand: Demand | null, instant: bigint): Refusal[] => {
    if (demand === null) return [];
    const { limit, takesNs, latestNs } = demand;
    if (takesNs > WINDOW_NS) return [{ kind, limit, ...named, retryAfterMs: null }];
    return instant > latestNs ? [{ kind, limit, ...named, retryAfterMs: untilMs(instant, demand) }] : [];
  };
  return [...refusal('requests', requests, requestsUntilNs), ...refusal('tokens', tokens, tokensUntilNs)];
}

/** When a call ends is not known; asking again after a second costs little. */
const CALL_END_MS = 1_000;

function untilMs(instant: bigint, { latestNs }: Demand): number {
  return Number((instant - latestNs + NS_PER_MS - 1n) / NS_PER_MS);
}

/** What is left of each limit that there is: the key's own first. */
export function leftOf(use: RateUse, request: AdmissionRequest): LimitLeft[] {
  const { concurrentCalls } = request.limits;
  const [own, ...byModel] = demandsOf(request).map((demand) =>
    leftIn(demand, bucketsOf(use, demand.model), request.now),
  );
  const calls: LimitLeft[] =
    concurrentCalls === null
      ? []
      : [
          {
            kind: 'concurrent_calls',
            limit: concurrentCalls,
            remaining: Math.max(0, concurrentCalls - use.slots.length),
          },
        ];
  return [...(own ?? []), ...calls, ...byModel.flat()];
}

function leftIn(
  { requests, tokens, model }: BucketDemand,
  { requestsUntilNs, tokensUntilNs }: BucketUse,
  now: number,
): LimitLeft[] {
  const left = (kind: LimitKind, demand: Demand | null, instant: bigint): LimitLeft[] => {
    if (demand === null) return [];
    const { limit } = demand;
    const ahead = instant - toNs(now);
    const remaining = Number((WINDOW_NS - (ahead > 0n ? ahead : 0n)) / spacingNs(limit));
    const named = model === null ? {} : { model };
    return [{ kind, limit, remaining: Math.max(0, Math.min(limit, remaining)), ...named }];
  };
  return [...left('requests', requests, requestsUntilNs), ...left('tokens', tokens, tokensUntilNs)];
}
