import type OpenAI from 'openai';
import type { Reply } from './reply.ts';

/** One answer of the sandbox, plain or streamed. */
export interface Completion {
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
  reply: Reply;
  /** Null to say nothing of it. */
  usage: CompletionUsage | null;
}

export interface CompletionUsage {
  promptTokens: number;
  completionTokens: number;
  /** Part of `completionTokens`. */
  reasoningTokens: number;
}

export const FINGERPRINT = 'fp_sandbox';

type Message = OpenAI.ChatCompletionMessage & { reasoning_content?: string };

export function toCompletionBody(completion: Completion): OpenAI.ChatCompletion {
  const { id, created, model, reply, usage } = completion;
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message: toMessage(reply), logprobs: null, finish_reason: reply.finishReason }],
    ...(usage !== null && { usage: toUsage(usage) }),
    system_fingerprint: FINGERPRINT,
  };
}

function toMessage({ reasoning, text, refused, calls }: Reply): Message {
  const said = text.join('');
  return {
    role: 'assistant',
    content: refused || (said === '' && calls.length > 0) ? null : said,
    refusal: refused ? said : null,
    // OpenAI shows no thoughts; this is the field of DeepSeek, vLLM and others
    ...(reasoning.length > 0 && { reasoning_content: reasoning.join('') }),
    ...(calls.length > 0 && {
      tool_calls: calls.map((call) => ({
        id: call.id,
        type: 'function' as const,
        function: { name: call.name, arguments: call.pieces.join('') },
      })),
    }),
  };
}

export function toUsage(usage: CompletionUsage): OpenAI.CompletionUsage {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
