import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ChatMessage } from '../../domain/call/chat-message.ts';
import type { ChatRequest } from '../../domain/provider/provider.ts';
import type { ChatDialect } from './dialect.ts';
import { toResponseFormat } from './to-response-format.ts';
import { toToolFields } from './to-tools.ts';

/** The body of a Chat Completions request; a parameter that the request leaves out is left out. */
export function toChatRequest(
  request: ChatRequest,
  dialect: ChatDialect,
): ChatCompletionCreateParamsNonStreaming {
  const { model, responseFormat } = request;
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
    ...toToolFields(request),
    ...(responseFormat !== undefined &&
      responseFormat.type !== 'text' && { response_format: toResponseFormat(responseFormat) }),
  };
}

/**
 * "With o1 models and newer, developer messages replace the previous system messages" (OpenAI's API reference); either
 * role becomes the one that the model takes.
 */
function toMessage(
  { role, content, name, toolCalls, toolCallId }: ChatMessage,
  instructionRole: 'system' | 'developer',
): ChatCompletionMessageParam {
  const named = name === undefined ? {} : { name };
  switch (role) {
    case 'tool':
      return { role, tool_call_id: toolCallId ?? '', content };
    case 'assistant':
      if (toolCalls === undefined || toolCalls.length === 0) return { role, content, ...named };
      return {
        role,
        // servers differ on an empty text beside tool calls; all know null
        content: content === '' ? null : content,
        ...named,
        tool_calls: toolCalls.map((call) => ({
          id: call.id,
          type: 'function' as const,
          function: { name: call.name, arguments: call.arguments },
        })),
      };
    case 'user':
      return { role, content, ...named };
    case 'system':
    case 'developer':
      return { role: instructionRole, content, ...named };
  }
}
