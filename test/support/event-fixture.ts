import type { EventKind, StoredEvent } from '../../src/domain/event/event.ts';
import type { Storage } from '../../src/domain/storage.ts';

const READ_LIMIT = 1_000;

/** Every event of the project after `after`, in the log's order. */
export async function eventsOf(storage: Storage, projectId: string, after = 0): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  let seq = after;
  for (;;) {
    const read = await storage.events.read(seq, READ_LIMIT);
    events.push(...read.filter((event) => event.projectId === projectId));
    seq = read.at(-1)?.seq ?? seq;
    if (read.length < READ_LIMIT) return events;
  }
}

export async function eventKindsOf(storage: Storage, projectId: string): Promise<EventKind[]> {
  return (await eventsOf(storage, projectId)).map((event) => event.payload.kind);
}
