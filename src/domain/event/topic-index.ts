import type { EventGroup, StoredEvent } from './event.ts';
import { FILTER_FIELDS, groupOf, isSelected } from './event-filter.ts';
import type { EventSelection } from './event-filter.ts';

/**
 * Who wants an event, without asking everyone: each follower stands under the values of the one list of its filter that accepts the
 * fewest events, or under "any". An event is looked up under each of its own values, and only who stands there is asked for the rest.
 */
export interface TopicIndex<Follower extends { selection: EventSelection }> {
  add(follower: Follower): void;
  remove(follower: Follower): void;
  /** Each follower whose selection has the event, once; safe against changes of the index while it is gone through. */
  find(event: StoredEvent): Follower[];
}

const ANY = 'any';
const GROUPS: readonly EventGroup[] = ['call', 'budget', 'template'];

export function createTopicIndex<Follower extends { selection: EventSelection }>(): TopicIndex<Follower> {
  const places = new Map<string, Set<Follower>>();

  return {
    add(follower) {
      for (const key of keysOfSelection(follower.selection)) {
        const place = places.get(key);
        if (place === undefined) places.set(key, new Set([follower]));
        else place.add(follower);
      }
    },
    remove(follower) {
      for (const key of keysOfSelection(follower.selection)) {
        const place = places.get(key);
        place?.delete(follower);
        if (place?.size === 0) places.delete(key);
      }
    },
    find(event) {
      const found: Follower[] = [];
      for (const key of keysOfEvent(event)) {
        for (const follower of places.get(key) ?? []) {
          if (isSelected(event, follower.selection)) found.push(follower);
        }
      }
      return found;
    },
  };
}

function keysOfSelection({ projectId, group, filter }: EventSelection): string[] {
  const [list, field] = FILTER_FIELDS.find(([name]) => filter[name] !== undefined) ?? [null, ANY];
  const values = list === null ? [''] : [...new Set(filter[list])];
  return (group === null ? GROUPS : [group]).flatMap((one) =>
    values.map((value) => keyOf(projectId, one, field, value)),
  );
}

function keysOfEvent(event: StoredEvent): string[] {
  const group = groupOf(event);
  const keys = [keyOf(event.projectId, group, ANY, '')];
  for (const [, field] of FILTER_FIELDS) {
    const value = event[field];
    if (value !== null) keys.push(keyOf(event.projectId, group, field, value));
  }
  return keys;
}

function keyOf(projectId: string, group: EventGroup, field: string, value: string): string {
  return `${group} ${field} ${projectId.length} ${projectId} ${value}`;
}
