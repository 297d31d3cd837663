import type { LabelMove } from '../prompt/template.ts';
import type { NewEvent } from './event.ts';

/** The event that a label of a template was moved, set for the first time, or removed. */
export function labelMoved({
  projectId,
  templateId,
  label,
  kind,
  from,
  to,
  movedBy,
  at,
  note,
}: LabelMove): NewEvent {
  return {
    projectId,
    topic: 'template.label_moved',
    at,
    agentId: null,
    operationId: null,
    capabilityType: null,
    model: null,
    budgetId: null,
    payload: { kind: 'template_label_moved', templateId, label, moveKind: kind, from, to, movedBy, note },
  };
}
