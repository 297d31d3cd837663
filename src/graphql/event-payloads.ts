import type { Cost } from '../domain/call/call.ts';
import type { CostPayload, EventKind, EventPayload, FeedItem, StoredEvent } from '../domain/event/event.ts';
import { parseUsd } from '../lib/money.ts';

type CallEventKind = Extract<EventKind, `call_${string}`>;
type BudgetEventKind = Extract<EventKind, `budget_${string}`>;
export type PayloadOf<Kind extends EventKind> = Extract<EventPayload, { kind: Kind }>;

/** Null for a heartbeat. */
export function eventIn(item: FeedItem): StoredEvent | null {
  return item.payload.kind === 'heartbeat' ? null : (item as StoredEvent);
}

/** The payload of an event whose GraphQL type says its kind. */
export function payloadOf<Kind extends EventKind>({ payload }: StoredEvent, kind: Kind): PayloadOf<Kind> {
  if (payload.kind !== kind) throw new Error(`expected an event of kind ${kind}, got ${payload.kind}`);
  return payload as PayloadOf<Kind>;
}

export function callPayload(item: FeedItem): PayloadOf<CallEventKind> | null {
  return (eventIn(item)?.payload ?? null) as PayloadOf<CallEventKind> | null;
}

export function budgetPayload(item: FeedItem): PayloadOf<BudgetEventKind> | null {
  return (eventIn(item)?.payload ?? null) as PayloadOf<BudgetEventKind> | null;
}

export function fromCostPayload({ prompt, completion, total, basis, priceVersion }: CostPayload): Cost {
  return {
    promptNano: parseUsd(prompt),
    completionNano: parseUsd(completion),
    totalNano: parseUsd(total),
    basis,
    priceVersion,
  };
}
