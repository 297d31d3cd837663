import type OpenAI from 'openai';

/** One answer of the sandbox, plain or streamed. */
export interface Completion {
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
  pieces: readonly string[];
  /** True when the pieces are a refusal instead of content. */
  refused: boolean;
  finishReason: 'stop' | 'length' | 'content_filter';
  /** Null to say nothing of it. */
  usage: { promptTokens: number; completionTokens: number } | null;
}

const FINGERPRINT = 'fp_sandbox';

export function toCompletionBody(completion: Completion): OpenAI.ChatCompletion {
  const { id, created, model, pieces, refused, finishReason } = completion;
  const text = pieces.join('');
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: refused ? null : text, refusal: refused ? text : null },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    ...(completion.usage !== null && { usage: toUsage(completion.usage) }),
    system_fingerprint: FINGERPRINT,
  };
}

/** The server-sent events of a streamed answer, the closing `[DONE]` included. */
export function toStreamEvents(completion: Completion, includeUsage: boolean): string[] {
  const { id, created, model, refused, finishReason } = completion;
  const event = (
    delta: OpenAI.ChatCompletionChunk.Choice.Delta,
    reason: Completion['finishReason'] | null,
  ): string => {
    const chunk: OpenAI.ChatCompletionChunk = {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      system_fingerprint: FINGERPRINT,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
      ...(includeUsage && { usage: null }),
    };
    return toEvent(chunk);
  };
  return [
    event({ role: 'assistant', content: '' }, null),
    ...completion.pieces.map((piece) => event(refused ? { refusal: piece } : { content: piece }, null)),
    event({}, finishReason),
    ...(includeUsage && completion.usage !== null
      ? [
          toEvent({
            id,
            object: 'chat.completion.chunk',
            created,
            model,
            system_fingerprint: FINGERPRINT,
            choices: [],
            usage: toUsage(completion.usage),
          } satisfies OpenAI.ChatCompletionChunk),
        ]
      : []),
    'data: [DONE]\n\n',
  ];
}

function toEvent(chunk: OpenAI.ChatCompletionChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function toUsage({
  promptTokens,
  completionTokens,
}: NonNullable<Completion['usage']>): OpenAI.CompletionUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
