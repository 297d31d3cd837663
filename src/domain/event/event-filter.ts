import { CALL_EVENT_KINDS } from './event.ts';
import type { EventPayload, StoredEvent } from './event.ts';

/** Each given list names the accepted values; an absent one accepts all. */
export interface EventFilter {
  agentIds?: readonly string[] | undefined;
  operationIds?: readonly string[] | undefined;
  capabilityTypes?: readonly string[] | undefined;
  models?: readonly string[] | undefined;
  budgetIds?: readonly string[] | undefined;
}

const CALL_KINDS: ReadonlySet<EventPayload['kind']> = new Set(CALL_EVENT_KINDS);

export function isCallEvent(event: StoredEvent): boolean {
  return CALL_KINDS.has(event.payload.kind);
}

export function isBudgetEvent(event: StoredEvent): boolean {
  return event.payload.kind.startsWith('budget_');
}

export function isTemplateEvent(event: StoredEvent): boolean {
  return event.payload.kind.startsWith('template_');
}

/** True for an event of the project that every part of the filter accepts. */
export function matchesFilter(event: StoredEvent, projectId: string, filter: EventFilter): boolean {
  return (
    event.projectId === projectId &&
    accepts(filter.agentIds, event.agentId) &&
    accepts(filter.operationIds, event.operationId) &&
    accepts(filter.capabilityTypes, event.capabilityType) &&
    accepts(filter.models, event.model) &&
    accepts(filter.budgetIds, event.budgetId)
  );
}

function accepts(accepted: readonly string[] | undefined, value: string | null): boolean {
  return accepted === undefined || (value !== null && accepted.includes(value));
}
