import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { integerSchema, optional } from '../field-schemas.ts';
import { checkOneSource, promptSourceShape } from '../prompt/prompt-source-input.ts';
import { checkSchema } from '../output/json-schema.ts';
import { callOptionsShape, checkModelChoice, NOT_EMPTY } from './call-options.ts';
import { requestOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import { messagesSchema, toMessages } from './message-input.ts';
import { promptMessages } from './complete-input.ts';
import { TOOL_NAME, TOOL_NAME_ACCEPTED } from './tool-use.ts';

const REPAIRS_MAX = 5;
const REPAIRS_DEFAULT = 2;

export const objectInputSchema = z
  .object({
    prompt: optional(z.string().min(1, NOT_EMPTY)),
    system: optional(z.string().min(1, NOT_EMPTY)),
    messages: optional(messagesSchema),
    ...promptSourceShape,
    schema: optional(z.record(z.string(), z.unknown(), 'must be a JSON Schema, as an object')),
    schemaName: optional(z.string().regex(TOOL_NAME, TOOL_NAME_ACCEPTED)),
    schemaDescription: optional(z.string().max(4096, 'must be at most 4096 characters')),
    maxRepairs: optional(integerSchema(0, REPAIRS_MAX)),
    ...callOptionsShape,
  })
  .superRefine(checkModelChoice);
export type ObjectInput = z.output<typeof objectInputSchema>;

/** Throws ValidationError for what is no JSON Schema or too large, and for a prompt longer than `promptMaxBytes`. */
export function objectRequest(input: ObjectInput, promptMaxBytes: number): CallRequest {
  if (input.schema !== undefined) checkSchema(input.schema);
  else if (input.template === undefined && input.context?.template === undefined) {
    throw new ValidationError([
      { path: 'schema', message: 'must be given, or a template that has a schema of the answer' },
    ]);
  }
  const output = {
    name: input.schemaName ?? 'answer',
    description: input.schemaDescription,
    schema: input.schema,
    repairsMax: input.maxRepairs ?? REPAIRS_DEFAULT,
  };
  const messages = askedMessages(input, promptMaxBytes);
  return requestOf('object', { kind: 'chat', messages, tools: null, output }, input);
}

interface Asked {
  prompt?: string | undefined;
  system?: string | undefined;
  messages?: z.output<typeof messagesSchema> | undefined;
  template?: unknown;
  context?: unknown;
}

/** The messages, or those of the prompt; none for a template or a context. Throws ValidationError unless one of them is given. */
export function askedMessages(asked: Asked, promptMaxBytes: number) {
  const { prompt, system, messages, template, context } = asked;
  checkOneSource({ prompt, messages, template, context }, 'prompt');
  if (system !== undefined && messages !== undefined)
    throw new ValidationError([
      { path: 'system', message: 'goes with prompt; a chat has it among its messages' },
    ]);
  return messages === undefined
    ? promptMessages({ prompt, system }, promptMaxBytes)
    : toMessages(messages, promptMaxBytes);
}
