import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ChatMessage } from '../../domain/call/chat-message.ts';
import type { ChatRequest } from '../../domain/provider/provider.ts';
import type { ChatDialect } from './dialect.ts';

/** The body of a Chat Completions request; a parameter that the request leaves out is left out. */
export function toChatRequest(
  request: ChatRequest,
  dialect: ChatDialect,
): ChatCompletionCreateParamsNonStreaming {
  const { model } = request;
  const reasons = model.supports.includes('reasoning');
  const instructionRole = reasons && dialect.takesDeveloperRole ? 'developer' : 'system';
  return {
    model: model.id,
    messages: request.messages.map((message) => toMessage(message, instructionRole)),
    [reasons ? 'max_completion_tokens' : dialect.maxTokensField]: request.maxTokens,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.topP !== undefined && { top_p: request.topP }),
    ...(request.frequencyPenalty !== undefined && { frequency_penalty: request.frequencyPenalty }),
    ...(request.presencePenalty !== undefined && { presence_penalty: request.presencePenalty }),
    ...(request.stopSequences !== undefined &&
      request.stopSequences.length > 0 && { stop: [...request.stopSequences] }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.reasoningEffort !== undefined && { reasoning_effort: request.reasoningEffort }),
  };
}

/**
 * "With o1 models and newer, developer messages replace the previous system messages" (OpenAI's API reference); either
 * role becomes the one that the model takes.
 */
function toMessage(
  { role, content, name }: ChatMessage,
  instructionRole: 'system' | 'developer',
): ChatCompletionMessageParam {
  const sentRole = role === 'system' || role === 'developer' ? instructionRole : role;
  return name === undefined ? { role: sentRole, content } : { role: sentRole, content, name };
}
