import type { NanoUsd } from '../../lib/money.ts';
import type { StoredInput } from '../content/content.ts';
import type { BudgetRefusal } from '../errors.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import type { CallFilter } from './call-filter.ts';
import type { Attempt, Call, CallOutcome, Cost, Hold, NewCall } from './call.ts';

export interface DispatchCommand {
  call: NewCall;
  /** What is kept of what it is asked; nothing when absent. */
  input?: StoredInput;
  /** Keys of the budget scopes that count the call (scopeKeysOf). */
  scopeKeys: readonly string[];
  leaseUntil: number;
  /** `record` appends a budget-exceeded event when the call is refused; `silent` is for a caller that waits and asks again. */
  onRefusal: 'record' | 'silent';
}

export type DispatchOutcome =
  | { kind: 'dispatched'; call: Call; holds: readonly Hold[] }
  /** Nothing was stored but, with `record`, one event for each refusing budget. */
  | { kind: 'refused'; refusals: readonly [BudgetRefusal, ...BudgetRefusal[]] }
  /** The operationId is taken; the stored call, whatever its state and fingerprint. */
  | { kind: 'existing'; call: Call };

export interface CallKey {
  projectId: string;
  operationId: string;
}

export interface SettleCommand extends CallKey {
  outcome: CallOutcome;
}

/**
 * `settled`: the hold ended now. `corrected`: the call had been presumed spent, and the ledger now has the real cost.
 * `unchanged`: it had been settled before; nothing was written.
 */
export interface SettleResult {
  kind: 'settled' | 'corrected' | 'unchanged';
  call: Call;
}

export interface RepriceCommand extends CallKey {
  /** The new cost of each attempt by its number; the others keep theirs. */
  attempts: readonly { number: number; cost: Cost }[];
  /** The new cost of the call: the sum over all its attempts. */
  cost: Cost;
  /** When it is booked, UTC milliseconds. */
  bookedAt: number;
}

/** A filter that the store looks for without reading what calls were asked. */
export type IndexedFilter = Omit<CallFilter, 'inputContains'> & { inputContains?: never };

export type ScanOrder = 'newest_first' | 'oldest_first';

export interface ScanRequest {
  /** A cursor of the list, or where another scan has stopped; null for its beginning. */
  after: string | null;
  order: ScanOrder;
  /** Calls that are wanted, at most. */
  limit: number;
  /** False leaves out what calls have answered, all but the finish reason. */
  withText: boolean;
}

export interface CallScan {
  edges: Page<Call>['edges'];
  /** Where the next piece begins; null at the end of the list. */
  next: string | null;
}

/**
 * Calls and the holds that pay for them. Each write is one durable, atomic step: budgets, holds, calls, attempts, cost
 * entries and events change together or not at all. All methods throw StoreUnavailableError when the store can't answer.
 */
export interface CallStore {
  /**
   * Places a hold of `call.worstCase.cost.totalNano` on every budget that counts the call, or on none, and records the
   * call as RUNNING with a call_started event. The budget rule is `refusalOf`, with the amounts of that very moment.
   */
  dispatch(command: DispatchCommand): Promise<DispatchOutcome>;

  /**
   * Raises the open holds of a running call by `extraNano` on every budget or on none: an attempt with an unknown
   * outcome has used up its hold, and the next one needs its own. Refused when a hard budget lacks room, and, with no
   * refusals, when the call is no longer running.
   */
  extendHold(
    key: CallKey,
    extraNano: NanoUsd,
  ): Promise<{ kind: 'extended' } | { kind: 'refused'; refusals: readonly BudgetRefusal[] }>;

  /**
   * Ends the hold at the real cost, books the cost entry and the attempts, finishes the call, and appends the events
   * (call_completed or call_failed, then each budget warning that is due by `crossingsOf`). Idempotent by the hold's presence.
   */
  settle(command: SettleCommand): Promise<SettleResult>;

  /** Moves the lease of running calls; a call that is no longer running is left alone. */
  renewLeases(calls: readonly CallKey[], leaseUntil: number): Promise<void>;

  /** Asks the process that runs the call to end it. The call as stored, or null when there is none; one that has ended is left alone. */
  requestCancel(key: CallKey, at: number): Promise<Call | null>;

  /** Those of the calls that were asked to end. */
  cancellations(calls: readonly CallKey[]): Promise<CallKey[]>;

  /**
   * Finishes up to `limit` running calls of all projects whose lease ended before `now` as FAILED with code OUTCOME_UNKNOWN,
   * presumed spent at their hold (I3). Safe to run on every instance at once. Returns the calls that it finished.
   */
  presumeSpent(now: number, limit: number): Promise<Call[]>;

  /**
   * Replaces what a finished call and its attempts cost: books the difference as a correcting cost entry, moves it in the
   * period of each hold, and appends the budget warnings that are due by `crossingsOf`. False, and nothing is written, when
   * the call hasn't finished or has that cost already, at whatever version of the price.
   */
  reprice(command: RepriceCommand): Promise<boolean>;

  find(key: CallKey): Promise<Call | null>;
  /** Newest first by `startedAt`, then operationId. */
  list(projectId: string, filter: IndexedFilter, page: PageRequest): Promise<Page<Call>>;
  /**
   * The same list a piece at a time, for reading all of it: each piece takes a bounded time, whatever the filter, and may have
   * no call that matches. Throws ValidationError for a cursor of another list.
   */
  scan(projectId: string, filter: CallFilter, request: ScanRequest): Promise<CallScan>;
  /** The attempts of each call, in the order of `operationIds`; an unknown id gives an empty list. */
  attemptsOf(projectId: string, operationIds: readonly string[]): Promise<Attempt[][]>;
  /** The holds of one call, ended ones too. */
  holdsOf(key: CallKey): Promise<Hold[]>;
}
