import type { CallDocument } from './call-documents.ts';
import { toCall } from './call-documents.ts';
import { dispatched } from '../../domain/call/call-transitions.ts';
import { callFinished, callStarted } from '../../domain/event/call-events.ts';
import type { NewEvent, StoredEvent } from '../../domain/event/event.ts';

/** An event and the name of what it tells of: the log takes each name once, however often the event is appended. */
export interface KeyedEvent {
  key: string;
  event: NewEvent;
}

/** A document of `events`; `_id` is its place in the log. */
export interface EventDocument extends NewEvent {
  _id: number;
  key: string;
}

export function fromEvent(seq: number, { key, event }: KeyedEvent): EventDocument {
  return { _id: seq, key, ...event };
}

export function toEvent({ _id, key: _, ...event }: EventDocument): StoredEvent {
  return { seq: _id, ...event };
}

export function startOf(document: CallDocument): KeyedEvent {
  const call = toCall(document);
  return { key: `${document._id} started`, event: callStarted(dispatched(call, call.leaseUntil)) };
}

/** The event of what the call has come to; null for a new price, which is none. */
export function endOf(document: CallDocument): KeyedEvent | null {
  const { _id, ending } = document;
  if (ending === null || ending.kind === 'reprice') return null;
  // a presumption and its correction are two ends
  const name = ending.kind === 'end' ? 'ended' : 'corrected';
  return { key: `${_id} ${name}`, event: callFinished(toCall(document), document.attempts) };
}
