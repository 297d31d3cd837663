import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { ChatRequest } from '../../domain/provider/provider.ts';
import type { ToolChoice, ToolDefinition } from '../../domain/token/countable-request.ts';

type ToolFields = Pick<ChatCompletionCreateParams, 'tools' | 'tool_choice' | 'parallel_tool_calls'>;
type SentTool = NonNullable<ToolFields['tools']>[number];
type SentToolChoice = NonNullable<ToolFields['tool_choice']>;

/** What a request says of tools. Without tools it says nothing: OpenAI refuses the other two fields alone, and an empty list. */
export function toToolFields({ tools, toolChoice, parallelToolCalls }: ChatRequest): ToolFields {
  if (tools === undefined || tools.length === 0) return {};
  return {
    tools: tools.map(toTool),
    ...(toolChoice !== undefined && { tool_choice: toSentChoice(toolChoice) }),
    ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
  };
}

function toTool({ name, description, parameters }: ToolDefinition): SentTool {
  return {
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      ...(parameters !== undefined && { parameters: parameters as Record<string, unknown> }),
    },
  };
}

function toSentChoice(choice: ToolChoice): SentToolChoice {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
