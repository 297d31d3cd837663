import type { ChatMessage } from '../../domain/call/chat-message.ts';
import type { ResponseFormat, ToolChoice, ToolDefinition } from '../../domain/token/countable-request.ts';
import type { ChatBody } from './chat-body.ts';

/** The part of a Chat Completions request that the sandbox looks at. */
export interface SandboxRequest {
  model: string;
  messages: readonly ChatMessage[];
  maxTokens: number | null;
  stops: readonly string[];
  seed: number | null;
  stream: boolean;
  includeUsage: boolean;
  tools: readonly ToolDefinition[];
  toolChoice: ToolChoice;
  /** False for at most one call in an answer. */
  parallelCalls: boolean;
  format: ResponseFormat;
}

export function toSandboxRequest(body: ChatBody): SandboxRequest {
  return {
    model: body.model,
    messages: body.messages.map(toMessage),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
    stops: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
    seed: body.seed ?? null,
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    tools: (body.tools ?? []).map(({ function: tool }) => ({
      name: tool.name,
      description: tool.description ?? undefined,
      parameters: tool.parameters ?? undefined,
    })),
    toolChoice: toToolChoice(body.tool_choice),
    parallelCalls: body.parallel_tool_calls ?? true,
    format: toFormat(body.response_format),
  };
}

function toMessage(message: ChatBody['messages'][number]): ChatMessage {
  const { role, content, name, tool_calls: calls, tool_call_id: callId } = message;
  return {
    role: role === 'function' ? 'tool' : role,
    content: typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join(''),
    ...(typeof name === 'string' && { name }),
    ...(calls && {
      toolCalls: calls.map(({ id, function: called }) => ({
        id,
        name: called.name,
        arguments: called.arguments,
      })),
    }),
    ...(typeof callId === 'string' && { toolCallId: callId }),
  };
}

function toToolChoice(choice: ChatBody['tool_choice']): ToolChoice {
  if (typeof choice === 'object' && choice !== null) return { name: choice.function.name };
  return choice ?? 'auto';
}

function toFormat(format: ChatBody['response_format']): ResponseFormat {
  if (format?.type !== 'json_schema') return { type: format?.type ?? 'text' };
  const { name: formatName, description, schema, strict } = format.json_schema;
  return {
    type: 'json_schema',
    name: formatName,
    description: description ?? undefined,
    schema: schema ?? {},
    strict: strict ?? false,
  };
}
