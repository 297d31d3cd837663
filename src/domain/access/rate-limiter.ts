import type { Clock } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import { RateLimitedError } from './access-errors.ts';
import type { Principal, RateLimits } from './principal.ts';
import type { AdmissionEnd, RateLimitStore } from './rate-limit-store.ts';
import { tokensToNs } from './rate-limits.ts';
import type { LimitLeft } from './rate-limits.ts';

export interface RateLimiterParts {
  store: RateLimitStore;
  clock: Clock;
  /** How long the place of a call outlives its process, in milliseconds; of calls under way it is renewed in time. */
  leaseMs: number;
  /** Told when places can't be renewed or given back; they end by themselves. */
  onError: (error: unknown) => void;
}

/** A call that was let in. */
export interface AdmittedCall {
  /** To be called once, when the call has ended, with the tokens that it has used. Never throws. */
  end(usedTokens: number): Promise<void>;
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
   * Lets in a call that can use that many tokens. A key without limits costs nothing; one with limits costs two writes for each
   * call. Throws RateLimitedError, and StoreUnavailableError: who can't be counted is not let in.
   */
  admit(principal: Principal, tokens: number): Promise<AdmittedCall>;
  /** Of the last call that was asked for with this very object: each operation has a principal of its own. Null without one. */
  reportOf(principal: Principal): LimitReport | null;
  close(): void;
}

const UNLIMITED: AdmittedCall = { end: async () => undefined };

export function createRateLimiter({ store, clock, leaseMs, onError }: RateLimiterParts): RateLimiter {
  const underWay = new Map<string, Omit<AdmissionEnd, 'tokensBackNs'>>();
  const reports = new WeakMap<Principal, LimitReport>();

  const stop = clock.every(Math.ceil(leaseMs / 3), async () => {
    if (underWay.size === 0) return;
    await store.renew([...underWay.values()], clock.now() + leaseMs).catch(onError);
  });

  return {
    async admit(principal, tokens) {
      const { projectId, apiKeyId: keyId, limits } = principal;
      if (keyId === null || !hasLimits(limits)) return UNLIMITED;
      const now = clock.now();
      const slot = { id: newId(), until: now + leaseMs };
      const admission = await store.admit({ projectId, keyId, limits, tokens, slot, now });
      if (admission.kind === 'refused') {
        const { refusal, left } = admission;
        reports.set(principal, { left, retryAfterMs: refusal.retryAfterMs });
        throw new RateLimitedError(refusal);
      }
      reports.set(principal, { left: admission.left, retryAfterMs: null });
      const place = { projectId, keyId, slotId: slot.id };
      underWay.set(slot.id, place);
      return {
        async end(usedTokens) {
          underWay.delete(slot.id);
          const tokensBackNs = tokensToNs(limits.tokensPerMinute, tokens - usedTokens);
          await store.end([{ ...place, tokensBackNs }]).catch(onError);
        },
      };
    },
    reportOf: (principal) => reports.get(principal) ?? null,
    close: stop,
  };
}

function hasLimits({ requestsPerMinute, tokensPerMinute, concurrentCalls }: RateLimits): boolean {
  return requestsPerMinute !== null || tokensPerMinute !== null || concurrentCalls !== null;
}
