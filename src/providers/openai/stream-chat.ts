import type { ChatDelta, ChatOptions, ChatRequest, ChatResponse } from '../../domain/provider/provider.ts';
import { toRecord } from '../token-number.ts';
import type { Attempt } from './attempt.ts';
import { EventStreamReader, EventTooLongError } from './event-stream.ts';
import type { StreamEvent } from './event-stream.ts';
import { fromChatResponse } from './from-chat-response.ts';
import { MalformedResponseError, StreamCutError } from './from-error.ts';
import { StreamedAnswer } from './streamed-answer.ts';

type OnDelta = NonNullable<ChatOptions['onDelta']>;
type PacketReader = ReadableStreamDefaultReader<Uint8Array>;

/** The last event of a stream. */
const END_OF_STREAM = '[DONE]';
/** Milliseconds that a server has to end a body whose last event was read. */
const LINGER_MS = 1_000;

/**
 * Reads a streamed answer and tells `onDelta` of each piece. The next packet is read when `onDelta` is done with the last, so what a slow
 * reader leaves waits in the buffers of the socket, and then at the server. An answer is whole when its last event came, or when the
 * server said why the model stopped and ended the body well.
 */
export async function streamChat(
  response: Response,
  request: ChatRequest,
  attempt: Attempt,
  onDelta: OnDelta,
): Promise<ChatResponse> {
  const requestId = attempt.cleanId(response.headers.get('x-request-id'));
  const type = response.headers.get('content-type') ?? '';
  const tell = (delta: ChatDelta): Promise<void> => tellOrCancel(delta, onDelta, attempt);

  if (/\bjson\b/i.test(type)) {
    return tellWhole(
      fromChatResponse(await attempt.listen(response.json()), request, requestId),
      attempt,
      tell,
    );
  }
  if (/\bhtml\b/i.test(type) || response.body === null) {
    throw new MalformedResponseError(`not a stream: ${await attempt.listen(response.text())}`, requestId);
  }

  const answer = new StreamedAnswer(request, requestId);
  attempt.streamed = answer;
  const ending = await readAll(response.body.getReader(), attempt, requestId, async (value) => {
    attempt.signal.throwIfAborted();
    for (const delta of answer.add(value)) await tell(delta);
  });
  // a body of another type in which there was nothing is no stream at all
  const wasStream = answer.begun || /\bevent-stream\b/i.test(type);
  if (ending === 'end of body' && !answer.finished && wasStream) throw new StreamCutError();
  return answer.toResponse();
}

/** Reads to the last event, or to an end of the body without one: that is a cut unless the answer had ended by then. */
async function readAll(
  packets: PacketReader,
  attempt: Attempt,
  requestId: string | null,
  take: (chunk: unknown) => Promise<void>,
): Promise<'last event' | 'end of body'> {
  const events = new EventStreamReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await attempt.listen(packets.read());
    if (done) break;
    for (const event of eventsIn(decoder.decode(value, { stream: true }), events, requestId)) {
      if (isLast(event)) {
        void leave(packets);
        return 'last event';
      }
      await take(chunkOf(event));
    }
  }
  const open = events.end();
  if (open === null) return 'end of body';
  if (isLast(open)) return 'last event';
  // half an event isn't malformed, it is cut
  if (isJson(open.data)) await take(chunkOf(open));
  return 'end of body';
}

function eventsIn(text: string, events: EventStreamReader, requestId: string | null): StreamEvent[] {
  try {
    return events.push(text);
  } catch (error) {
    if (error instanceof EventTooLongError) throw new MalformedResponseError(error.message, requestId);
    throw error;
  }
}

function isLast({ data }: StreamEvent): boolean {
  return data.trim() === END_OF_STREAM;
}

/** Throws SyntaxError for what is no JSON. */
function chunkOf({ name, data }: StreamEvent): unknown {
  if (name !== 'error') return JSON.parse(data);
  const sent: unknown = isJson(data) ? JSON.parse(data) : data;
  return { error: toRecord(sent)?.['error'] ?? sent };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An answer of a server that doesn't stream though asked to. */
async function tellWhole(
  answer: ChatResponse,
  attempt: Attempt,
  tell: (delta: ChatDelta) => Promise<void>,
): Promise<ChatResponse> {
  attempt.streamed = { requestId: answer.requestId, toPartial: () => answer };
  if (answer.thoughts?.text) await tell({ kind: 'reasoning', text: answer.thoughts.text });
  if (answer.text !== '') await tell({ kind: 'text', text: answer.text });
  if (answer.refusal !== null) await tell({ kind: 'refusal', text: answer.refusal });
  for (const [index, call] of answer.toolCalls.entries()) await tell({ kind: 'tool_call', index, ...call });
  return answer;
}

async function tellOrCancel(delta: ChatDelta, onDelta: OnDelta, attempt: Attempt): Promise<void> {
  attempt.signal.throwIfAborted();
  try {
    const told = onDelta(delta);
    if (told !== undefined) await unlessAborted(told, attempt.signal);
  } catch (error) {
    attempt.cancel();
    throw error;
  }
}

/** Waits for the promise, but not beyond the abort. */
function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    const done = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(done);
  });
}

/** Reads the end of the body, so that the connection can be used again; closes one that doesn't end soon. */
async function leave(packets: PacketReader): Promise<void> {
  const close = () => void packets.cancel().catch(() => undefined);
  const timer = setTimeout(close, LINGER_MS).unref();
  try {
    while (!(await packets.read()).done);
  } catch {
    // the answer is whole; what becomes of the connection is nobody's loss
  } finally {
    clearTimeout(timer);
  }
}
