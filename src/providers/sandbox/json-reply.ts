import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';
import { schemaIn } from './json-in-text.ts';
import { mistakenJson } from './json-mistakes.ts';
import { textTurns } from './question.ts';
import type { Question } from './question.ts';
import { instanceOf } from './schema/schema-instance.ts';

/** What JSON mode answers with where no message holds a schema. */
const ANY_OBJECT = {
  type: 'object',
  properties: { sandbox: { const: true }, answer: { type: 'string' } },
  required: ['sandbox', 'answer'],
};

/** The JSON text that the format of the request asks for; null when it asks for no JSON. */
export function jsonText(question: Question, seed: number): string | { error: ErrorAnswer } | null {
  const { request, directive, since } = question;
  const schema = schemaOf(question);
  if (schema === null) return null;
  const made = instanceOf(schema, seed);
  if (!made.ok) {
    const field = request.format.type === 'json_schema' ? 'response_format' : 'messages';
    return { error: invalid(field, 'The sandbox finds no instance of this schema.') };
  }
  const mistake = directive.json;
  if (mistake === undefined || textTurns(since) >= mistake.times) return JSON.stringify(made.value);
  return mistakenJson(mistake.how, made.value, schema);
}

/** As a good model does: data where the instructions say to answer by a JSON Schema. */
function instructedSchema(messages: Question['request']['messages']): object | null {
  for (const { role, content } of messages) {
    const isInstruction = role === 'system' || role === 'developer';
    if (isInstruction && /\banswer\b/i.test(content) && /\bJSON Schema\b/i.test(content))
      return schemaIn(content);
  }
  return null;
}

function schemaOf({ request: { format, messages } }: Question): unknown {
  if (format.type === 'text') return instructedSchema(messages);
  if (format.type === 'json_schema') return format.schema;
  for (const { role, content } of messages) {
    const schema = role === 'assistant' || role === 'tool' ? null : schemaIn(content);
    if (schema !== null) return schema;
  }
  return ANY_OBJECT;
}
