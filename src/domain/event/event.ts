import type { CallError, CostBasis } from '../call/call.ts';
import type { LabelMoveKind } from '../prompt/template.ts';
import type { FinishReason } from '../provider/provider.ts';
import type { UsageBuckets } from '../token/usage.ts';

/** Money in stored payloads is an exact decimal string of dollars. */
export interface CostPayload {
  prompt: string;
  completion: string;
  total: string;
  basis: CostBasis;
  priceVersion: string | null;
}

/** An upstream request of a call, as far as it says which model answered and why others did not. */
export interface AttemptPayload {
  provider: string;
  model: string;
  /** Null for one that was answered. */
  errorCode: string | null;
}

export type EventPayload =
  | { kind: 'call_started'; provider: string; sandbox: boolean; maxTokens: number; held: string }
  | {
      kind: 'call_completed';
      provider: string;
      sandbox: boolean;
      finishReason: FinishReason;
      usage: UsageBuckets;
      cost: CostPayload;
      latencyMs: number;
      /** In order; absent in events of versions that had none. */
      attempts?: readonly AttemptPayload[];
    }
  | {
      kind: 'call_failed';
      provider: string;
      sandbox: boolean;
      /** True when the caller cancelled it. */
      cancelled: boolean;
      error: CallError;
      usage: UsageBuckets | null;
      cost: CostPayload;
      latencyMs: number;
      attempts?: readonly AttemptPayload[];
    }
  | {
      kind: 'budget_warning';
      currentUsage: string;
      budgetAmount: string;
      percentageUsed: number;
      threshold: number;
      periodKey: string;
    }
  | {
      kind: 'budget_exceeded';
      /** `call_refused`: a call was turned away; `used_up`: what was spent has reached the amount. */
      reason: 'call_refused' | 'used_up';
      currentUsage: string;
      held: string;
      budgetAmount: string;
      percentageUsed: number;
      /** What the refused call would have held; null when the budget was used up. */
      requested: string | null;
      resetsAt: number | null;
      periodKey: string;
    }
  | {
      kind: 'budget_forecast';
      currentUsage: string;
      budgetAmount: string;
      percentageUsed: number;
      /** What the period will have spent at its end when it goes on as before. */
      projectedUsage: string;
      /** When the amount will be used up, UTC milliseconds; null when not within the period. */
      usedUpAt: number | null;
      periodKey: string;
    }
  | {
      kind: 'template_label_moved';
      templateId: string;
      label: string;
      moveKind: LabelMoveKind;
      /** Numbers of versions; null before the label was first set, and after it was removed. */
      from: number | null;
      to: number | null;
      movedBy: string;
      note: string | null;
    };

export type EventKind = EventPayload['kind'];

export type EventGroup = 'call' | 'budget' | 'template';

/** Something that happened, as appended to the log in the same write as the change that it tells of. */
export interface NewEvent {
  projectId: string;
  /** `openai.model.call_started`, `openai.budget.warning` and so on. */
  topic: string;
  /** UTC milliseconds. */
  at: number;
  agentId: string | null;
  operationId: string | null;
  capabilityType: string | null;
  model: string | null;
  budgetId: string | null;
  payload: EventPayload;
}

/** An event with its place in the total order of the store's log; `seq` rises and is never used twice. */
export interface StoredEvent extends NewEvent {
  seq: number;
}

/** Not an event: tells a quiet subscriber how far the log was followed for it. Never stored. */
export interface Heartbeat {
  /** Every matching event up to here was given. */
  seq: number;
  topic: 'tollgate.heartbeat';
  at: number;
  agentId: null;
  payload: { kind: 'heartbeat' };
}

/** What a subscriber is given. */
export type FeedItem = StoredEvent | Heartbeat;
