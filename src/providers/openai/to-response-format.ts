import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { ResponseFormat } from '../../domain/token/countable-request.ts';

type SentFormat = NonNullable<ChatCompletionCreateParams['response_format']>;

export function toResponseFormat(format: ResponseFormat): SentFormat {
  if (format.type !== 'json_schema') return { type: format.type };
  const { name, description, schema, strict } = format;
  return {
    type: 'json_schema',
    json_schema: {
      name,
      ...(description !== undefined && { description }),
      schema: schema as Record<string, unknown>,
      ...(strict !== undefined && { strict }),
    },
  };
}
