import type { NanoUsd } from '../../lib/money.ts';
import type { UsageBuckets } from '../token/usage.ts';

export const USAGE_DIMENSIONS = ['agent', 'model', 'capability', 'day'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

export interface UsageQuery {
  projectId: string;
  /** Calls started from (inclusive) and before (exclusive), UTC milliseconds. */
  from: number;
  before: number;
  groupBy: readonly UsageDimension[];
  /** IANA zone in which a `day` begins. */
  timeZone: string;
  filter: { agentId?: string; model?: string; capabilityType?: string };
}

/** Sums over calls. Running calls count as calls; their tokens and cost are not known yet. */
export interface UsageMetrics {
  calls: number;
  completed: number;
  failed: number;
  cancelled: number;
  running: number;
  attempts: number;
  tokens: Omit<UsageBuckets, 'estimated'>;
  promptCostNano: NanoUsd;
  completionCostNano: NanoUsd;
  totalCostNano: NanoUsd;
}

/** A group's dimensions: null where it isn't grouped by one, or the call had none. `day` is a date such as 2026-03-29. */
export interface UsageGroup {
  agentId: string | null;
  model: string | null;
  capabilityType: string | null;
  day: string | null;
  metrics: UsageMetrics;
}

/** The totals are the sum of the groups, to the last nano-dollar (I10). */
export interface UsageReport {
  totals: UsageMetrics;
  groups: readonly UsageGroup[];
}

/** Sums of one quarter of an hour, the finest grain that every time zone's days are made of. */
export interface UsageRow {
  agentId: string | null;
  model: string | null;
  capabilityType: string | null;
  /** Start of the quarter, UTC milliseconds; null when the query isn't by day. */
  quarterStart: number | null;
  metrics: UsageMetrics;
}

export interface UsageStore {
  /** Rows by the dimensions of `groupBy`, a `day` as its quarters of an hour. Throws StoreUnavailableError. */
  aggregate(query: UsageQuery): Promise<UsageRow[]>;
}
