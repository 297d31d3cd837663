import { createBoundedCache } from '../../lib/bounded-cache.ts';
import type { Clock } from '../../lib/clock.ts';

/** What the retries of a process may be, together: tokens that first attempts and time bring in, and each retry takes one of. */
export interface RetryBudget {
  /** To be called for each first attempt that is sent. */
  deposit(): void;
  /** Takes the token of one retry; false, and takes nothing, when there is none. */
  tryWithdraw(): boolean;
  /** Whole tokens that are left. */
  readonly available: number;
}

export interface RetryBudgetOptions {
  clock: Clock;
  /** Tokens that each first attempt brings in: retries per call while everything fails. */
  share: number;
}

/**
 * Tokens at the start, and the most that are kept: retries of a burst, such as 30 calls at once that all meet a rate limit three times.
 * With a share of 0.1 a provider that fails 50 calls/s for 30 s gets at most 1,500 × 0.1 + 100 + 30 = 280 retries, 1.19 attempts a call.
 */
export const RETRY_TOKENS_MAX = 100;
/**
 * Tokens that a second brings in, so that a quiet process has retries again soon after an outage. Finagle and Linkerd do the same
 * (`minRetriesPerSecond`).
 */
export const RETRY_TOKENS_PER_SECOND = 1;

/**
 * Bounds what retries add to the load of a provider that is in trouble. The retries of each call are bounded by its own limit; only a budget
 * over all calls keeps thousands of them from multiplying an outage by four. It starts full.
 */
export function createRetryBudget({ clock, share }: RetryBudgetOptions): RetryBudget {
  let tokens = RETRY_TOKENS_MAX;
  let filledAt = clock.now();

  function add(more: number): void {
    // a clock that was set back brings nothing in
    tokens = Math.min(RETRY_TOKENS_MAX, tokens + Math.max(0, more));
  }

  function fill(): void {
    const now = clock.now();
    add(((now - filledAt) / 1000) * RETRY_TOKENS_PER_SECOND);
    filledAt = now;
  }

  return {
    deposit: () => add(share),
    tryWithdraw() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    get available() {
      fill();
      return Math.floor(tokens);
    },
  };
}

/** The retries of each account at providers, apart: what fails for a project with a key of its own takes none of the others'. */
export interface RetryBudgets {
  /** By the id of a project, null for the key of the configuration. */
  of(account: string | null): RetryBudget;
}

/** Accounts that are kept; one that was not used for longest begins again. */
const ACCOUNTS_MAX = 1_000;

export function createRetryBudgets(options: RetryBudgetOptions): RetryBudgets {
  const shared = createRetryBudget(options);
  const accounts = createBoundedCache<RetryBudget>(ACCOUNTS_MAX);
  return {
    of(account) {
      if (account === null) return shared;
      const budget = accounts.get(account) ?? createRetryBudget(options);
      accounts.set(account, budget, 1);
      return budget;
    },
  };
}
