import { encodeCursor } from '../../lib/page.ts';
import type { StoredEvent } from '../event/event.ts';

/**
 * What is sent for an event, by Standard Webhooks: `type`, `timestamp` and `data`. Money is an exact decimal string of US dollars,
 * instants in the payload are UTC milliseconds.
 */
export function webhookBodyOf(event: StoredEvent): string {
  const { seq, topic, at, agentId, operationId, capabilityType, model, budgetId, payload } = event;
  return JSON.stringify({
    type: topic,
    timestamp: new Date(at).toISOString(),
    data: { cursor: encodeCursor([seq]), agentId, operationId, capabilityType, model, budgetId, ...payload },
  });
}
