import { STREAM_COMPLETION } from './call-documents.ts';
import type { CallWithAttemptsFragment, CompleteInput, StreamEventFragment } from './gql/graphql.ts';
import { ADMIN_KEY } from './installation.ts';
import { subscribe } from './subscription.ts';
import type { Transport } from './subscription.ts';

/** What the reader of a streamed completion got. */
export interface StreamedCall {
  events: StreamEventFragment[];
  /** The pieces of text together. */
  text: string;
  /** The type of the last event. */
  kind: StreamEventFragment['__typename'] | 'nothing';
  /** The call as the last event has it; null when there was no call, or no last event. */
  call: CallWithAttemptsFragment | null;
}

/** Streams a completion of the server at `url` (ending in /graphql), and reads to the end. */
export async function streamWhole(
  transport: Transport,
  url: string,
  input: CompleteInput,
): Promise<StreamedCall> {
  const stream = subscribe(transport, url, ADMIN_KEY, STREAM_COMPLETION, { input });
  const events: StreamEventFragment[] = [];
  try {
    do events.push(...(await stream.take(1)).map(({ streamCompletion }) => streamCompletion));
    while (isPiece(events.at(-1)));
    await stream.ended;
  } finally {
    await stream.close();
  }
  return toStreamedCall(events);
}

export function toStreamedCall(events: StreamEventFragment[]): StreamedCall {
  const last = events.at(-1);
  return {
    events,
    text: events.map((event) => (event.__typename === 'TextDelta' ? event.text : '')).join(''),
    kind: last?.__typename ?? 'nothing',
    call: last !== undefined && 'call' in last ? last.call : null,
  };
}

/** False for the last event of a stream. */
export function isPiece(event: StreamEventFragment | undefined): boolean {
  return event?.__typename.endsWith('Delta') === true;
}
