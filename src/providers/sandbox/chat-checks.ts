import type { ChatBody } from './chat-body.ts';
import { conversationError } from './conversation.ts';
import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';
import { isEmbeddingModel } from './sandbox-models.ts';
import { strictSchemaError } from './strict-schema.ts';

/** What OpenAI finds wrong with a body that has the right shape; null when it takes it. */
export function requestError(body: ChatBody): ErrorAnswer | null {
  if (isNumber(body.max_tokens) && isNumber(body.max_completion_tokens)) {
    return invalid(
      'max_tokens',
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
    );
  }
  if (body.stream !== true && body.stream_options) {
    return invalid(
      'stream_options',
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    );
  }
  return conversationError(body.messages) ?? toolsError(body) ?? formatError(body);
}

/** A model that makes no conversation; null for one that does. */
export function modelError(model: string): ErrorAnswer | null {
  if (!isEmbeddingModel(model)) return null;
  return {
    ...invalid(
      'model',
      'This is not a chat model and thus not supported in the v1/chat/completions endpoint.',
    ),
    status: 404,
  };
}

function toolsError({
  tools,
  tool_choice: choice,
  parallel_tool_calls: parallel,
}: ChatBody): ErrorAnswer | null {
  if (!tools) {
    if (choice && choice !== 'none') {
      return invalid('tool_choice', "'tool_choice' is only allowed when 'tools' are specified.");
    }
    if (!isNone(parallel)) {
      return invalid(
        'parallel_tool_calls',
        "'parallel_tool_calls' is only allowed when 'tools' are specified.",
      );
    }
    return null;
  }
  if (
    typeof choice === 'object' &&
    choice &&
    !tools.some((tool) => tool.function.name === choice.function.name)
  ) {
    return invalid('tool_choice', `Tool choice '${choice.function.name}' not found in 'tools' parameter.`);
  }
  for (const [index, { function: tool }] of tools.entries()) {
    const problem = tool.strict && tool.parameters ? strictSchemaError(tool.parameters) : null;
    if (problem !== null) {
      return {
        ...invalid(
          `tools[${index}].function.parameters`,
          `Invalid schema for function '${tool.name}': ${problem}`,
        ),
        code: 'invalid_function_parameters',
      };
    }
  }
  return null;
}

function formatError({ response_format: format, messages }: ChatBody): ErrorAnswer | null {
  if (format?.type === 'json_object' && !/json/i.test(JSON.stringify(messages))) {
    const problem =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
    return invalid('messages', problem);
  }
  if (format?.type !== 'json_schema') return null;
  const { name: formatName, schema, strict } = format.json_schema;
  if (!schema) return invalid('response_format.json_schema.schema', 'Missing required parameter.');
  const problem = strict === true ? strictSchemaError(schema) : null;
  if (problem === null) return null;
  return invalid('response_format', `Invalid schema for response_format '${formatName}': ${problem}`);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isNone(value: unknown): boolean {
  return value === null || value === undefined;
}
