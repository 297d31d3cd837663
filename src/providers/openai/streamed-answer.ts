import type { ChatDelta, ChatRequest, ChatResponse } from '../../domain/provider/provider.ts';
import { toRecord } from '../token-number.ts';
import { idSeedOf, modelOf, nonEmpty, textOf, toFinishReason } from './answer-fields.ts';
import { MalformedResponseError } from './from-error.ts';
import { AnsweredError, errorIn } from './from-answered-error.ts';
import { NO_ARGUMENTS, readToolCall } from './from-tool-calls.ts';
import { fromUsage, usageOf } from './from-usage.ts';
import { StreamedToolCalls } from './streamed-tool-calls.ts';
import { VisibleThoughts } from './visible-thoughts.ts';

/** An answer that comes in chunks: the same in the end as one that comes whole. */
export class StreamedAnswer {
  readonly requestId: string | null;
  readonly #request: ChatRequest;
  readonly #toolCalls = new StreamedToolCalls();
  readonly #thoughts = new VisibleThoughts();
  #text = '';
  #refusal = '';
  #finishReason: string | null = null;
  #usage: unknown = undefined;
  #model: string | null = null;
  #idSeed: string | null = null;
  #begun = false;
  #produced = false;

  constructor(request: ChatRequest, requestId: string | null) {
    this.#request = request;
    this.requestId = requestId;
  }

  /** True when there was a choice. */
  get begun(): boolean {
    return this.#begun;
  }

  /** True when the server said why the model stopped. */
  get finished(): boolean {
    return this.#finishReason !== null;
  }

  /** Takes a chunk and gives what it has that is new. Throws AnsweredError for an error and MalformedResponseError for what is no chunk. */
  add(value: unknown): ChatDelta[] {
    const chunk = toRecord(value);
    if (chunk === null) throw this.#malformed(`a chunk that is no object: ${JSON.stringify(value)}`);
    this.#model ??= modelOf(chunk);
    // servers that tell it in each chunk add up; the last one is right
    this.#usage = usageOf(chunk) ?? this.#usage;
    const error = errorIn(chunk);
    if (error !== null) throw this.#failed(error);

    const choices = chunk['choices'] ?? [];
    if (!Array.isArray(choices)) throw this.#malformed('choices that are no list');
    const choice = choices.map(toRecord).find((one) => (one?.['index'] ?? 0) === 0);
    if (choice === undefined) return [];
    if (choice === null) throw this.#malformed('a choice that is no object');
    this.#begun = true;
    this.#idSeed ??= idSeedOf(chunk, this.#request);
    if (choice['error']) throw this.#failed(choice['error']);
    const deltas = this.#addDelta(this.#deltaOf(choice));
    this.#produced ||= deltas.length > 0;
    this.#finishReason = nonEmpty(choice['finish_reason']) ?? this.#finishReason;
    // OpenRouter's word for a model that broke down, should the error itself be missing
    if (this.#finishReason === 'error') throw this.#failed('the model ended with an error');
    return deltas;
  }

  /** The whole answer. Throws MalformedResponseError when it isn't one. */
  toResponse(): ChatResponse {
    if (!this.#begun) throw this.#malformed('no choice');
    if (!this.#toolCalls.named) throw this.#malformed('a tool call without a name');
    const response = this.#response();
    const toolCalls = response.toolCalls.map((call) =>
      call.arguments === '' ? { ...call, arguments: NO_ARGUMENTS } : call,
    );
    return { ...response, toolCalls };
  }

  /** What there is so far; null when nothing was produced. */
  toPartial(): ChatResponse | null {
    return this.#produced ? this.#response() : null;
  }

  #response(): ChatResponse {
    const toolCalls = this.#toolCalls.toCalls();
    return {
      text: this.#text,
      toolCalls,
      refusal: nonEmpty(this.#refusal),
      finishReason: toFinishReason(this.#finishReason, toolCalls),
      ...this.#thoughts.toFields(),
      usage: fromUsage(this.#usage),
      model: this.#model ?? this.#request.model.id,
      requestId: this.requestId,
    };
  }

  /** A server that can't stream may send one chunk with the whole message. */
  #deltaOf({ delta, message }: Record<string, unknown>): Record<string, unknown> {
    const sent = delta ?? (this.#produced ? undefined : message) ?? {};
    const record = toRecord(sent);
    if (record === null) throw this.#malformed('a delta that is no object');
    return record;
  }

  #addDelta(delta: Record<string, unknown>): ChatDelta[] {
    const deltas: ChatDelta[] = [];
    const reasoning = this.#thoughts.add(delta);
    if (reasoning !== '') deltas.push({ kind: 'reasoning', text: reasoning });

    const text = textOf(delta['content']);
    if (text === null) throw this.#malformed('content that is no text');
    this.#text += text;
    if (text !== '') deltas.push({ kind: 'text', text });

    const refusal = nonEmpty(delta['refusal']);
    this.#refusal += refusal ?? '';
    if (refusal !== null) deltas.push({ kind: 'refusal', text: refusal });

    for (const [index, piece] of this.#toolPiecesOf(delta)) {
      const told = this.#toolCalls.add(index, readToolCall(piece, this.requestId), this.#idSeed ?? '');
      if (told !== null) deltas.push(told);
    }
    return deltas;
  }

  #toolPiecesOf({
    tool_calls: pieces,
    function_call: legacy,
  }: Record<string, unknown>): [number | null, unknown][] {
    if (pieces === undefined || pieces === null) {
      return legacy === undefined || legacy === null ? [] : [[0, { function: legacy }]];
    }
    if (!Array.isArray(pieces)) throw this.#malformed('tool calls that are no list');
    return pieces.map((piece: unknown) => {
      const index = toRecord(piece)?.['index'];
      return [typeof index === 'number' ? index : null, piece];
    });
  }

  #failed(error: unknown): AnsweredError {
    return new AnsweredError(error, 'midway', this.requestId);
  }

  #malformed(problem: string): MalformedResponseError {
    return new MalformedResponseError(problem, this.requestId);
  }
}
