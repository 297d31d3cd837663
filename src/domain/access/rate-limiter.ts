import type { Clock } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import { RateLimitedError } from './access-errors.ts';
import { isNamed } from './key-binding.ts';
import type { NamedModel } from './key-binding.ts';
import type { Principal, RateLimits } from './principal.ts';
import type { RateLimitStore, TakenSlot } from './rate-limit-store.ts';
import { amountToNs } from './rate-limits.ts';
import type { LimitLeft, ModelDemand } from './rate-limits.ts';

export interface RateLimiterParts {
  store: RateLimitStore;
  clock: Clock;
  /** How long the place of a call outlives its process, in milliseconds; of calls under way it is renewed in time. */
  leaseMs: number;
  /** Told when places can't be renewed or given back; they end by themselves. */
  onError: (error: unknown) => void;
}

/** A model that a call may ask, and the most tokens of it that it can use. */
export interface ModelShare {
  model: NamedModel;
  tokens: number;
}

/** The tokens that a call has used, in all and of each model that it asked, in the order of its models; null for one that it did not ask. */
export interface UsedTokens {
  tokens: number;
  byModel: readonly (number | null)[];
}

/** A call that was let in. */
export interface AdmittedCall {
  /** To be called once, when the call has ended. Never throws. */
  end(used: UsedTokens): Promise<void>;
}

/** What the last call of an operation found of its key's limits. */
export interface LimitReport {
  left: readonly LimitLeft[];
  /** When to try again, in milliseconds; null when nothing was refused, or trying again can't help. */
  retryAfterMs: number | null;
}

/** The rate limits of keys, over all processes on the store. */
export interface RateLimiter {
  /**
   * Lets in a call that can use that many tokens of all its models together. A limit by model is asked for every model that the
   * call may come to, so that it holds whichever answers; what was taken for those that it did not ask goes back at its end, but
   * for the call to the first, which was asked for by name. A key without limits costs nothing; one with limits costs two writes for each
   * call. Throws RateLimitedError, and StoreUnavailableError: who can't be counted is not let in.
   */
  admit(principal: Principal, tokens: number, shares: readonly ModelShare[]): Promise<AdmittedCall>;
  /** Of the last call that was asked for with this very object: each operation has a principal of its own. Null without one. */
  reportOf(principal: Principal): LimitReport | null;
  close(): void;
}

const UNLIMITED: AdmittedCall = { end: async () => undefined };

export function createRateLimiter({ store, clock, leaseMs, onError }: RateLimiterParts): RateLimiter {
  const underWay = new Map<string, TakenSlot>();
  const reports = new WeakMap<Principal, LimitReport>();

  const stop = clock.every(Math.ceil(leaseMs / 3), async () => {
    if (underWay.size === 0) return;
    await store.renew([...underWay.values()], clock.now() + leaseMs).catch(onError);
  });

  return {
    async admit(principal, tokens, shares) {
      const { projectId, limits } = principal;
      const keyId = holderOfLimits(principal);
      const models = demandsOf(limits, shares);
      if (keyId === null || !(hasLimits(limits) || models.length > 0)) return UNLIMITED;
      const now = clock.now();
      const slot = { id: newId(), until: now + leaseMs };
      const admission = await store.admit({ projectId, keyId, limits, tokens, models, slot, now });
      if (admission.kind === 'refused') {
        const { refusal, left } = admission;
        reports.set(principal, { left, retryAfterMs: refusal.retryAfterMs });
        throw new RateLimitedError(refusal);
      }
      reports.set(principal, { left: admission.left, retryAfterMs: null });
      const place = { projectId, keyId, slotId: slot.id };
      underWay.set(slot.id, place);
      return {
        async end(used) {
          underWay.delete(slot.id);
          const tokensBackNs = amountToNs(limits.tokensPerMinute, tokens - used.tokens);
          const back = models.map((demand) => backOf(demand, shares, used));
          await store.end([{ ...place, tokensBackNs, models: back }]).catch(onError);
        },
      };
    },
    reportOf: (principal) => reports.get(principal) ?? null,
    close: stop,
  };
}

/** Whose limits they are: a key's, or those of who brings tokens, whatever the token. Ids of keys are never of that form. */
function holderOfLimits({ apiKeyId, subject }: Principal): string | null {
  return apiKeyId ?? (subject === null ? null : `token:${subject}`);
}

/** The limits by model that these models come under. */
function demandsOf({ perModel }: RateLimits, shares: readonly ModelShare[]): ModelDemand[] {
  return perModel.flatMap((limit) => {
    const amounts = shares.filter(({ model }) => isNamed(model, limit.model)).map(({ tokens }) => tokens);
    return amounts.length === 0 ? [] : [{ ...limit, tokens: Math.max(...amounts) }];
  });
}

function backOf(demand: ModelDemand, shares: readonly ModelShare[], { byModel }: UsedTokens) {
  const mine = shares.flatMap(({ model }, index) => (isNamed(model, demand.model) ? [index] : []));
  const isUsed = mine.some((index) => index === 0 || (byModel[index] ?? null) !== null);
  const usedTokens = mine.reduce((sum, index) => sum + (byModel[index] ?? 0), 0);
  return {
    model: demand.model,
    requestsBackNs: amountToNs(demand.requestsPerMinute, isUsed ? 0 : 1),
    tokensBackNs: amountToNs(demand.tokensPerMinute, demand.tokens - usedTokens),
  };
}

function hasLimits({ requestsPerMinute, tokensPerMinute, concurrentCalls }: RateLimits): boolean {
  return requestsPerMinute !== null || tokensPerMinute !== null || concurrentCalls !== null;
}
