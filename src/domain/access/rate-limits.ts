import type { RateLimits } from './principal.ts';

/** The span that limits are over: a minute, in nanoseconds. */
const WINDOW_NS = 60_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** A place among the calls that a key has under way. It ends by itself, so that a process that died gives it back. */
export interface CallSlot {
  id: string;
  /** UTC milliseconds. */
  until: number;
}

/**
 * What a key has used of its limits. Each limit per minute is a bucket that holds a minute's worth and fills up evenly, kept as
 * the one instant at which it is full again (the generic cell rate algorithm, ITU-T I.371). Instants are UTC nanoseconds.
 */
export interface RateUse {
  requestsUntilNs: bigint;
  tokensUntilNs: bigint;
  slots: readonly CallSlot[];
}

export const UNUSED: RateUse = { requestsUntilNs: 0n, tokensUntilNs: 0n, slots: [] };

export const LIMIT_KINDS = ['requests', 'tokens', 'concurrent_calls'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** A call that wants to begin. */
export interface AdmissionRequest {
  projectId: string;
  keyId: string;
  limits: RateLimits;
  /** The most tokens that it can use. */
  tokens: number;
  slot: CallSlot;
  /** UTC milliseconds. */
  now: number;
}

/** A limit, and how much of it is left now. */
export interface LimitLeft {
  kind: LimitKind;
  limit: number;
  remaining: number;
}

export interface Refusal {
  kind: LimitKind;
  limit: number;
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

/** What a call takes of each bucket, and up to which instant a bucket may stand for that; null where there is no limit. */
export function demandOf({ limits, tokens, now }: AdmissionRequest) {
  const bucket = (limit: number | null, amount: number) =>
    limit === null
      ? null
      : { limit, takesNs: BigInt(amount) * spacingNs(limit), latestNs: toNs(now) + roomNs(limit, amount) };
  return { requests: bucket(limits.requestsPerMinute, 1), tokens: bucket(limits.tokensPerMinute, tokens) };
}

/** Nanoseconds that so many tokens, given back, move a bucket; 0 without a limit. */
export function tokensToNs(limit: number | null, tokens: number): bigint {
  return limit === null ? 0n : BigInt(tokens) * spacingNs(limit);
}

/** The use as it counts now: full buckets stand at `now`, and places that ended are gone. */
export function current(use: RateUse, now: number): RateUse {
  const nowNs = toNs(now);
  const atLeastNow = (instant: bigint) => (instant > nowNs ? instant : nowNs);
  return {
    requestsUntilNs: atLeastNow(use.requestsUntilNs),
    tokensUntilNs: atLeastNow(use.tokensUntilNs),
    slots: use.slots.filter(({ until }) => until > now),
  };
}

/** The rule of every store: the use after the call was let in, or the limit that refuses it. Nothing is used by who is refused. */
export function admit(stored: RateUse, request: AdmissionRequest): { use: RateUse; admission: Admission } {
  const use = current(stored, request.now);
  const refusal = refusalOf(use, request);
  if (refusal !== null) return { use, admission: { kind: 'refused', refusal, left: leftOf(use, request) } };
  const { requests, tokens } = demandOf(request);
  const next: RateUse = {
    requestsUntilNs: use.requestsUntilNs + (requests?.takesNs ?? 0n),
    tokensUntilNs: use.tokensUntilNs + (tokens?.takesNs ?? 0n),
    slots: [...use.slots, request.slot],
  };
  return { use: next, admission: { kind: 'admitted', left: leftOf(next, request) } };
}

function refusalOf(use: RateUse, request: AdmissionRequest): Refusal | null {
  const { requests, tokens } = demandOf(request);
  const { concurrentCalls } = request.limits;
  if (tokens !== null && tokens.takesNs > WINDOW_NS)
    return { kind: 'tokens', limit: tokens.limit, retryAfterMs: null };
  if (requests !== null && use.requestsUntilNs > requests.latestNs)
    return { kind: 'requests', limit: requests.limit, retryAfterMs: untilMs(use.requestsUntilNs, requests) };
  if (tokens !== null && use.tokensUntilNs > tokens.latestNs)
    return { kind: 'tokens', limit: tokens.limit, retryAfterMs: untilMs(use.tokensUntilNs, tokens) };
  if (concurrentCalls !== null && use.slots.length >= concurrentCalls)
    return { kind: 'concurrent_calls', limit: concurrentCalls, retryAfterMs: CALL_END_MS };
  return null;
}

/** When a call ends is not known; asking again after a second costs little. */
const CALL_END_MS = 1_000;

function untilMs(instant: bigint, { latestNs }: { latestNs: bigint }): number {
  return Number((instant - latestNs + NS_PER_MS - 1n) / NS_PER_MS);
}

/** What is left of each limit that there is. */
export function leftOf(use: RateUse, { limits, now }: AdmissionRequest): LimitLeft[] {
  const inBucket = (limit: number, instant: bigint): number => {
    const ahead = instant - toNs(now);
    return Math.max(0, Math.min(limit, Number((WINDOW_NS - (ahead > 0n ? ahead : 0n)) / spacingNs(limit))));
  };
  const { requestsPerMinute, tokensPerMinute, concurrentCalls } = limits;
  const left: LimitLeft[] = [];
  if (requestsPerMinute !== null)
    left.push({
      kind: 'requests',
      limit: requestsPerMinute,
      remaining: inBucket(requestsPerMinute, use.requestsUntilNs),
    });
  if (tokensPerMinute !== null)
    left.push({
      kind: 'tokens',
      limit: tokensPerMinute,
      remaining: inBucket(tokensPerMinute, use.tokensUntilNs),
    });
  if (concurrentCalls !== null)
    left.push({
      kind: 'concurrent_calls',
      limit: concurrentCalls,
      remaining: Math.max(0, concurrentCalls - use.slots.length),
    });
  return left;
}
