import type OpenAI from 'openai';
import { FINGERPRINT, toUsage } from './chat-completion.ts';
import type { Completion } from './chat-completion.ts';
import { deltasOf } from './reply.ts';
import type { Delta } from './reply.ts';

/** One server-sent event, and the piece of the reply that it brings. */
export interface StreamEvent {
  text: string;
  delta: Delta | null;
}

export interface StreamForm {
  includeUsage: boolean;
  /** How many pieces of the reply one event brings. */
  piecesEach: number;
}

type ChunkDelta = OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning_content?: string };

/** The server-sent events of a streamed answer, made when they are asked for; the closing `[DONE]` is the last. */
export function* streamEvents(completion: Completion, form: StreamForm): Generator<StreamEvent> {
  const { reply, usage } = completion;
  const head = {
    id: completion.id,
    object: 'chat.completion.chunk' as const,
    created: completion.created,
    model: completion.model,
    system_fingerprint: FINGERPRINT,
  };
  const chunk = (delta: ChunkDelta, reason: typeof reply.finishReason | null): string =>
    toEvent({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
      ...(form.includeUsage && { usage: null }),
    });
  yield {
    text: chunk({ role: 'assistant', content: reply.calls.length > 0 ? null : '' }, null),
    delta: null,
  };
  for (const delta of deltasOf(reply, form.piecesEach)) {
    yield { text: chunk(toChunkDelta(delta, reply.refused), null), delta };
  }
  yield { text: chunk({}, reply.finishReason), delta: null };
  if (form.includeUsage && usage !== null) {
    yield { text: toEvent({ ...head, choices: [], usage: toUsage(usage) }), delta: null };
  }
  yield { text: 'data: [DONE]\n\n', delta: null };
}

function toChunkDelta(delta: Delta, refused: boolean): ChunkDelta {
  const text = delta.pieces.join('');
  if (delta.kind === 'reasoning') return { reasoning_content: text };
  if (delta.kind === 'text') return refused ? { refusal: text } : { content: text };
  const { index, begins } = delta;
  if (begins === null) return { tool_calls: [{ index, function: { arguments: text } }] };
  const { id, name } = begins;
  return { tool_calls: [{ index, id, type: 'function', function: { name, arguments: text } }] };
}

function toEvent(chunk: OpenAI.ChatCompletionChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
