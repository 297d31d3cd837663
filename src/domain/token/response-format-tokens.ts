import type { ResponseFormat } from './countable-request.ts';
import { jsonText } from './json-text.ts';

/**
 * What stands around the schema, measured in github.com/openai/openai-cookbook/issues/2140: nine tokens with the
 * format's name, which is counted on top of them here.
 */
const TOKENS_AROUND_SCHEMA = 9;
/** There is no published count of JSON mode, which adds no schema. */
const TOKENS_FOR_JSON_MODE = 10;

/** Keywords that the same measurement found left out of the prompt. */
const OMITTED_KEYWORDS = ['required', 'additionalProperties', '$schema'];

/** Tokens besides those of the texts that `formatTexts` gives. */
export function formatTokens({ type }: ResponseFormat): number {
  if (type === 'text') return 0;
  return type === 'json_object' ? TOKENS_FOR_JSON_MODE : TOKENS_AROUND_SCHEMA;
}

/**
 * What of the format is counted as text: under "Structured output" of
 * github.com/openai/harmony, docs/format.md, a name, a comment with the description, and compact JSON.
 */
export function formatTexts(format: ResponseFormat): string[] {
  if (format.type !== 'json_schema') return [];
  const comment = (format.description ?? '') === '' ? [] : [`// ${format.description}\n`];
  return [format.name, ...comment, jsonText(format.schema, OMITTED_KEYWORDS)];
}
