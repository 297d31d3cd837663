import type { NewEvent, StoredEvent } from '../../src/domain/event/event.ts';
import type { EventLog } from '../../src/domain/event/event-log.ts';

/** An event of a call's start, with what a test says otherwise. */
export function newEvent(more: Partial<NewEvent> = {}): NewEvent {
  return {
    projectId: 'default',
    topic: 'openai.model.call_started',
    at: 0,
    agentId: null,
    operationId: 'call-1',
    capabilityType: null,
    model: 'gpt-4o',
    budgetId: null,
    payload: { kind: 'call_started', provider: 'openai', sandbox: true, maxTokens: 1, held: '0.1' },
    ...more,
  };
}

/** A log that is only an array, for the rules of those who read it; every read takes a turn of the event loop. */
export function createMemoryLog(): EventLog & { append(...events: NewEvent[]): void; reads: number } {
  const events: StoredEvent[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const log = {
    reads: 0,
    append(...added: NewEvent[]) {
      for (const event of added) events.push({ ...event, seq: events.length + 1 });
    },
    async lastSeq() {
      await turn();
      return events.length;
    },
    async read(after: number, limit: number) {
      log.reads += 1;
      await turn();
      return events.slice(after, after + limit);
    },
    firstSeq: async () => Math.min(1, await log.lastSeq()),
    deleteBefore: () => Promise.reject(new Error('nothing deletes here')),
    list: () => Promise.reject(new Error('nothing lists here')),
  };
  return log;
}
