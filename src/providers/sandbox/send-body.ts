import type { Clock } from '../../lib/clock.ts';
import { SERVER_ERROR } from './error-answer.ts';
import { isBreak } from './fault.ts';
import type { BreakFault, BreakPoint, Fault } from './fault.ts';
import type { Exchange } from './exchange.ts';
import { errorText, sendError, sendJson } from './respond.ts';
import type { StreamEvent } from './stream-events.ts';

/** Half of something that was to be JSON. */
const BROKEN_EVENT = 'data: {"id":\n\n';

/** Sends a body in one go. True when it went out as it is, false when the fault broke it or the client had left. */
export async function sendWhole(exchange: Exchange, body: string, fault: Fault): Promise<boolean> {
  const { response } = exchange;
  if (exchange.hasLeft()) return false;
  if (!isBreak(fault)) {
    sendJson(response, 200, body);
    return true;
  }
  const bytes = Buffer.from(body);
  const end = fault.at.unit === 'bytes' ? fault.at.count : Math.floor(bytes.length / 2);
  if (end >= bytes.length) {
    sendJson(response, 200, body);
    return true;
  }
  if (fault.kind === 'malformed' || fault.kind === 'end') {
    exchange.breaks();
    sendJson(response, 200, bytes.subarray(0, end).toString());
  } else if (fault.kind === 'error-event') sendError(response, SERVER_ERROR);
  else {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    await write(exchange, bytes.subarray(0, end));
    breakOff(exchange, fault);
  }
  return false;
}

export interface StreamOptions {
  /** Milliseconds between two events. */
  paceMs: number;
  clock: Clock;
  fault: Fault;
  /** Told of each event that was handed to the connection. */
  onSent: (event: StreamEvent) => void;
}

/**
 * Sends events one by one, each when the connection has taken the one before: a slow reader slows it down, and with a reader that
 * left it ends at once. `events` makes them anew each time. True when all of them went out.
 */
export async function sendStream(
  exchange: Exchange,
  events: () => Iterable<StreamEvent>,
  options: StreamOptions,
): Promise<boolean> {
  const { response } = exchange;
  const { fault, paceMs, clock } = options;
  const breaks = isBreak(fault) ? fault : null;
  const limit = limitOf(breaks?.at, events);
  const sent = { events: 0, bytes: 0 };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  for (const event of events()) {
    if (paceMs > 0 && sent.events > 0) await clock.sleep(paceMs, exchange.left()).catch(() => undefined);
    if (exchange.hasLeft()) return false;
    const bytes = Buffer.from(event.text);
    if (breaks !== null && (sent.events >= limit.events || sent.bytes + bytes.length > limit.bytes)) {
      if (limit.bytes < Number.POSITIVE_INFINITY) {
        await write(exchange, bytes.subarray(0, limit.bytes - sent.bytes));
      }
      breakOff(exchange, breaks);
      return false;
    }
    if (!(await write(exchange, bytes))) return false;
    sent.events += 1;
    sent.bytes += bytes.length;
    options.onSent(event);
  }
  response.end();
  return true;
}

function limitOf(
  at: BreakPoint | undefined,
  events: () => Iterable<unknown>,
): { events: number; bytes: number } {
  const none = { events: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  switch (at?.unit) {
    case 'events':
      return { ...none, events: at.count };
    case 'bytes':
      return { ...none, bytes: at.count };
    case 'half':
      return { ...none, events: Math.floor([...events()].length / 2) };
    case undefined:
      return none;
  }
}

/** What a body ends with in place of its rest. */
function breakOff(exchange: Exchange, { kind }: BreakFault): void {
  const { response } = exchange;
  if (exchange.hasLeft()) return;
  // what falls silent is not broken yet: it ends when the client leaves
  if (kind !== 'stall' && kind !== 'half-open') exchange.breaks();
  switch (kind) {
    case 'stall':
      return;
    case 'half-open':
      // nothing is read any more, so that the end of the connection is not seen either
      response.socket?.pause();
      return;
    case 'cut':
      response.destroy();
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'end':
      response.end();
      return;
    case 'malformed':
      response.end(BROKEN_EVENT);
      return;
    case 'error-event':
      response.end(`data: ${errorText(SERVER_ERROR)}\n\n`);
  }
}

/** False when the connection closed before it had taken all. */
function write(exchange: Exchange, bytes: Buffer): Promise<boolean> {
  if (exchange.hasLeft()) return Promise.resolve(false);
  if (bytes.length === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const left = exchange.left();
    const leave = () => resolve(false);
    left.addEventListener('abort', leave, { once: true });
    exchange.response.write(bytes, (error) => {
      left.removeEventListener('abort', leave);
      resolve(error === null || error === undefined);
    });
  });
}
