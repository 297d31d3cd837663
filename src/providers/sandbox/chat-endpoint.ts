import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encodingFor } from '../../domain/model/encoding.ts';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import type { Clock } from '../../lib/clock.ts';
import { cutAtStop, writeAnswer, writeRefusal } from './answer.ts';
import type { Answer } from './answer.ts';
import { toCompletionBody, toStreamEvents } from './chat-completion.ts';
import type { Completion } from './chat-completion.ts';
import { parseChatRequest } from './chat-request.ts';
import type { SandboxRequest } from './chat-request.ts';
import { faultOf, invalid, SERVER_ERROR, unknownModel } from './fault.ts';
import type { Fault } from './fault.ts';
import { sendError, sendJson } from './respond.ts';
import { isSandboxModel } from './sandbox-models.ts';

export interface ChatEndpointParts {
  tokenCounter: TokenCounter;
  clock: Clock;
  /** Called with the model's name for each request that can be read. */
  onModel: (model: string) => void;
}

const BODY_BYTES_MAX = 32 * 1024 * 1024;
/** How many different requests `sandbox-flaky` remembers; the oldest is forgotten first. */
const FLAKY_REQUESTS_MAX = 10_000;
const FILL_TOKENS = 256;
const DELAY_MAX_MS = 3_600_000;

/** Handles POST /v1/chat/completions; `sequence` makes the answer's id. */
export function createChatEndpoint({ tokenCounter, clock, onModel }: ChatEndpointParts) {
  const failuresSoFar = new Map<string, number>();

  return async function handleChat(
    incoming: IncomingMessage,
    response: ServerResponse,
    sequence: number,
  ): Promise<void> {
    const body = await readBody(incoming);
    if (body === null) {
      return sendError(response, { ...invalid(null, 'The request body is above 32 MB.'), status: 413 });
    }
    const parsed = parseChatRequest(body);
    if (!parsed.ok) return sendError(response, parsed.error);
    const { request } = parsed;
    onModel(request.model);

    const fault = chooseFault(incoming.headers['x-sandbox-fault'], request.model);
    if ('status' in fault) return sendError(response, fault);
    await waitFor(delayOf(fault, incoming.headers['x-sandbox-delay-ms']), response);
    if (fault.kind === 'hang' || response.destroyed) return;
    if (fault.kind === 'error') return sendError(response, fault.answer);
    if (fault.kind === 'flaky' && stillFails(request, fault.failures))
      return sendError(response, SERVER_ERROR);

    const completion = await complete(request, fault, sequence);
    if (request.stream) return sendStream(response, completion, request.includeUsage, fault);
    sendWhole(response, JSON.stringify(toCompletionBody(completion)), fault);
  };

  async function complete(request: SandboxRequest, fault: Fault, sequence: number): Promise<Completion> {
    const { model, messages } = request;
    const encoding = encodingFor(model);
    const prompt = await tokenCounter.countMessages(messages, encoding);
    const answer = compose(request, fault);
    const stopped = fault.kind === 'refusal' ? null : cutAtStop(answer, request.stops);
    const { pieces, finishReason } = stopped ?? answer;
    const counted = stopped === null ? null : await tokenCounter.countText(pieces.join(''), encoding);
    const usage = { promptTokens: prompt.tokens, completionTokens: counted?.tokens ?? pieces.length };
    return {
      id: `chatcmpl-sandbox-${sequence}`,
      created: Math.floor(clock.now() / 1000),
      model,
      pieces,
      refused: fault.kind === 'refusal',
      finishReason: fault.kind === 'filter' ? 'content_filter' : finishReason,
      usage: usageToReport(fault, usage),
    };
  }

  /** Waits, or stops waiting when the client leaves. */
  async function waitFor(delayMs: number, response: ServerResponse): Promise<void> {
    if (delayMs === 0) return;
    const left = new AbortController();
    const leave = () => left.abort();
    response.once('close', leave);
    await clock.sleep(delayMs, left.signal).catch(() => undefined);
    response.off('close', leave);
  }

  function stillFails(request: SandboxRequest, failures: number): boolean {
    const key = digestOf([request.model, request.messages]).toString('base64');
    const before = failuresSoFar.get(key) ?? 0;
    if (before >= failures) return false;
    const [oldest] = failuresSoFar.keys();
    if (failuresSoFar.size >= FLAKY_REQUESTS_MAX && oldest !== undefined) failuresSoFar.delete(oldest);
    failuresSoFar.set(key, before + 1);
    return true;
  }
}

/** The header goes before the model's name. Gives the error to answer with when one of them is not known. */
function chooseFault(header: string | string[] | undefined, model: string) {
  const byModel = faultOf(model);
  if (byModel === null) return unknownModel(model);
  if (header === undefined) return byModel;
  const name = String(header);
  const byHeader = isSandboxModel(name) ? faultOf(name) : null;
  return byHeader ?? invalid('x-sandbox-fault', `There is no sandbox fault named '${name}'.`);
}

function delayOf(fault: Fault, header: string | string[] | undefined): number {
  const byHeader = Number(header ?? 0);
  const headerMs = Number.isFinite(byHeader) && byHeader > 0 ? byHeader : 0;
  return Math.min(Math.max(headerMs, fault.kind === 'delay' ? fault.ms : 0), DELAY_MAX_MS);
}

function compose({ model, messages, seed, maxTokens }: SandboxRequest, fault: Fault): Answer {
  const encoding = encodingFor(model);
  const fill = fault.kind === 'fill';
  const limit = maxTokens ?? (fill ? FILL_TOKENS : Number.MAX_SAFE_INTEGER);
  if (fault.kind === 'refusal') return writeRefusal({ encoding, maxTokens: limit });
  const answer = writeAnswer({
    seed: digestOf([model, messages, seed]).readUInt32LE(0),
    encoding,
    maxTokens: limit,
    fill,
  });
  if (fault.kind !== 'filter') return answer;
  return { ...answer, pieces: answer.pieces.slice(0, Math.ceil(answer.pieces.length / 2)) };
}

function usageToReport(fault: Fault, usage: NonNullable<Completion['usage']>): Completion['usage'] {
  if (fault.kind === 'no-usage') return null;
  return fault.kind === 'zero-usage' ? { promptTokens: 0, completionTokens: 0 } : usage;
}

function sendWhole(response: ServerResponse, body: string, fault: Fault): void {
  const half = body.slice(0, body.length / 2);
  if (fault.kind === 'malformed') return sendJson(response, 200, half);
  if (fault.kind !== 'cut') return sendJson(response, 200, body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(half, () => response.destroy());
}

async function sendStream(
  response: ServerResponse,
  completion: Completion,
  includeUsage: boolean,
  fault: Fault,
): Promise<void> {
  const events = toStreamEvents(completion, includeUsage);
  const half = events.slice(0, events.length / 2);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  if (fault.kind === 'cut') {
    response.write(half.join(''), () => response.destroy());
    return;
  }
  const sent = fault.kind === 'malformed' ? [...half, 'data: {"id":\n\n'] : events;
  // it fails only when the client leaves, and then there is nobody to tell
  await pipeline(Readable.from(sent), response).catch(() => undefined);
}

function digestOf(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}

/** Null when the body is above the limit; it is read to its end all the same, so that the client sees the answer. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes <= BODY_BYTES_MAX ? Buffer.concat(chunks).toString('utf8') : null;
}
