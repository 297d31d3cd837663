import type { NanoUsd } from '../../lib/money.ts';
import type { CallStatus, Cost, Tag } from '../call/call.ts';
import type { UsageBuckets } from '../token/usage.ts';
import type { Bucket } from './bucket.ts';
import type { BinCounts } from './histogram.ts';

/** What a call has exactly one of, in the order in which rollups store it: never changed, only added to. */
export const CALL_DIMENSIONS = [
  'agent',
  'capability',
  'model',
  'provider',
  'template',
  'template_version',
  'api_key',
  'finish_reason',
  'error_category',
  'kind',
] as const;
export type CallDimension = (typeof CALL_DIMENSIONS)[number];

/** What a report can be grouped by. `day` is the bucket of that length under its older name. */
export const USAGE_DIMENSIONS = [...CALL_DIMENSIONS, 'tag', 'day'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** A value for each of CALL_DIMENSIONS: null where the call has none, or the report isn't grouped by it. */
export type DimensionValues = readonly (string | null)[];

/** Calls whose value of a dimension is one of those named; all that are given must match. */
export type DimensionFilter = Readonly<Partial<Record<CallDimension, readonly string[]>>>;

/** How a query treats tags, of which a call can have several. */
export type TagUse =
  | { kind: 'none' }
  /** Only calls with the tag. */
  | { kind: 'filter'; tag: Tag }
  /** Grouped by the values of one key: a call has at most one of them. */
  | { kind: 'by_key'; key: string }
  /** Grouped by every tag: a call is in the group of each of its tags. */
  | { kind: 'by_tag' };

export interface UsageQuery {
  projectId: string;
  /** Calls started from (inclusive) and before (exclusive), UTC milliseconds. */
  from: number;
  before: number;
  groupBy: readonly CallDimension[];
  /** Null for no buckets of time. */
  bucket: Bucket | null;
  /** IANA zone in which a bucket begins. */
  timeZone: string;
  filter: DimensionFilter;
  tags: TagUse;
  /** Whether latency and time to first token are wanted as histograms, which take the most room. */
  withHistograms: boolean;
  /** With more groups, over all buckets, the query fails before they are all made. Any number when left out. */
  groupsMax?: number;
}

/** What a report has to know of a call. */
export interface UsageCall {
  startedAt: number;
  finishedAt: number | null;
  status: CallStatus;
  dimensions: DimensionValues;
  tags: readonly Tag[];
  attempts: number;
  usage: Omit<UsageBuckets, 'estimated'> | null;
  cost: Pick<Cost, 'promptNano' | 'completionNano' | 'basis'> | null;
  timeToFirstTokenMs: number | null;
  overHold: boolean;
  feedback: readonly UsageFeedback[];
}

/** Feedback on calls under one name and label. */
export interface UsageFeedback {
  name: string;
  label: string | null;
  count: number;
  /** How many of them have a score. */
  scored: number;
  /** The sum of their scores in millionths. */
  scoreMicro: number;
}

/** Durations in milliseconds. */
export interface Durations {
  count: number;
  sumMs: number;
  /** Empty when the query didn't ask for histograms. */
  histogram: BinCounts;
}

/** Sums over calls. Running calls count as calls; their tokens and cost are not known yet. */
export interface UsageMetrics {
  calls: number;
  completed: number;
  failed: number;
  cancelled: number;
  running: number;
  attempts: number;
  /** Attempts after the first of each call. */
  retries: number;
  /** Calls that cost more than was held for them. */
  overHold: number;
  tokens: Omit<UsageBuckets, 'estimated'>;
  promptCostNano: NanoUsd;
  completionCostNano: NanoUsd;
  totalCostNano: NanoUsd;
  /** The part of the total that is estimated, and the part that is presumed. */
  estimatedCostNano: NanoUsd;
  presumedCostNano: NanoUsd;
  /** Of completed calls, from dispatch to end. */
  latency: Durations;
  /** Of completed calls that were streamed. */
  timeToFirstToken: Durations;
  /** Output tokens of completed calls, and the milliseconds in which they came: from the first token where it is known. */
  generatedTokens: number;
  generationMs: number;
  feedback: readonly UsageFeedback[];
}

/** One group of one bucket. */
export interface UsageRow {
  dimensions: DimensionValues;
  /** Null for calls without a tag, and where the query isn't grouped by tags. */
  tag: Tag | null;
  /** Null when the query has no buckets. UTC milliseconds. */
  bucketStart: number | null;
  metrics: UsageMetrics;
}

export interface ModelCostQuery {
  projectId: string;
  /** Calls started from (inclusive) and before (exclusive), UTC milliseconds. */
  from: number;
  before: number;
  /** Length of a step, in milliseconds; steps begin at its multiples. */
  stepMs: number;
}

/** By how much more, or, below 0, less a model has cost in the step that begins at `start` than `aggregate` says. */
export interface ModelCost {
  model: string;
  start: number;
  costNano: NanoUsd;
}

export interface UsageStore {
  /**
   * Of calls that asked several models: reports count such a call for the model that it ended with, and this moves the cost of
   * each attempt to the model that it asked. Reads only calls with several attempts. Throws StoreUnavailableError.
   */
  costsOfOtherModels(query: ModelCostQuery): Promise<ModelCost[]>;
  /**
   * Sums over calls, exact at any moment: from rollups where they are up to date, from the calls where they aren't.
   * Rows come in no order. Throws ValidationError for more than `groupsMax`, and StoreUnavailableError.
   */
  aggregate(query: UsageQuery): Promise<UsageRow[]>;
  /** The same from the calls alone, whatever the rollups say; for comparison. */
  aggregateCalls(query: UsageQuery): Promise<UsageRow[]>;
  /**
   * Brings rollups of all projects up to date whose time is over, at most about `limit`, and returns how many it made: 0
   * when there are no more. Safe to run on every instance at once, and to be cut short at any point. Throws
   * StoreUnavailableError.
   */
  rollUp(now: number, limit: number): Promise<number>;
}
