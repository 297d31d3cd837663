import type { EventGroup, StoredEvent } from './event.ts';

/** Each given list names the accepted values; an absent one accepts all. */
export interface EventFilter {
  topics?: readonly string[] | undefined;
  agentIds?: readonly string[] | undefined;
  operationIds?: readonly string[] | undefined;
  capabilityTypes?: readonly string[] | undefined;
  models?: readonly string[] | undefined;
  budgetIds?: readonly string[] | undefined;
}

/** What is followed can be chosen by more than the log is searched by. */
export interface LiveEventFilter extends EventFilter {
  templateIds?: readonly string[] | undefined;
  labels?: readonly string[] | undefined;
}

/** Which events of the log someone follows. */
export interface EventSelection {
  projectId: string;
  /** Null for all. */
  group: EventGroup | null;
  filter: LiveEventFilter;
}

/** Each list of a filter with the field of an event that it is about; the one that accepts the fewest events comes first. */
export const FILTER_FIELDS = [
  ['operationIds', 'operationId'],
  ['budgetIds', 'budgetId'],
  ['agentIds', 'agentId'],
  ['models', 'model'],
  ['capabilityTypes', 'capabilityType'],
  ['topics', 'topic'],
] as const satisfies readonly (readonly [keyof EventFilter, keyof StoredEvent])[];

export function groupOf({ payload: { kind } }: Pick<StoredEvent, 'payload'>): EventGroup {
  if (kind.startsWith('call_')) return 'call';
  return kind.startsWith('budget_') ? 'budget' : 'template';
}

/** True for an event of the project and group that every part of the filter accepts. */
export function isSelected(event: StoredEvent, { projectId, group, filter }: EventSelection): boolean {
  return (
    event.projectId === projectId &&
    (group === null || groupOf(event) === group) &&
    FILTER_FIELDS.every(([list, field]) => accepts(filter[list], event[field])) &&
    isOfTemplates(event, filter)
  );
}

function isOfTemplates({ payload }: StoredEvent, { templateIds, labels }: LiveEventFilter): boolean {
  const { templateId, label } =
    payload.kind === 'template_label_moved' ? payload : { templateId: null, label: null };
  return accepts(templateIds, templateId) && accepts(labels, label);
}

function accepts(accepted: readonly string[] | undefined, value: string | null): boolean {
  return accepted === undefined || (value !== null && accepted.includes(value));
}
