import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { integerSchema, optional } from '../field-schemas.ts';
import { checkSchema } from '../output/json-schema.ts';
import { callOptionsShape, checkModelChoice, NOT_EMPTY } from './call-options.ts';
import { requestOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import { messagesSchema, toMessages } from './chat-input.ts';
import { promptMessages } from './complete-input.ts';
import { TOOL_NAME, TOOL_NAME_ACCEPTED } from './tool-use.ts';

const REPAIRS_MAX = 5;
const REPAIRS_DEFAULT = 2;

export const objectInputSchema = z
  .object({
    prompt: optional(z.string().min(1, NOT_EMPTY)),
    system: optional(z.string().min(1, NOT_EMPTY)),
    messages: optional(messagesSchema),
    schema: z.record(z.string(), z.unknown(), 'must be a JSON Schema, as an object'),
    schemaName: optional(z.string().regex(TOOL_NAME, TOOL_NAME_ACCEPTED)),
    schemaDescription: optional(z.string().max(4096, 'must be at most 4096 characters')),
    maxRepairs: optional(integerSchema(0, REPAIRS_MAX)),
    ...callOptionsShape,
  })
  .superRefine(checkModelChoice);
export type ObjectInput = z.output<typeof objectInputSchema>;

/** Throws ValidationError for what is no JSON Schema or too large, and for a prompt longer than `promptMaxBytes`. */
export function objectRequest(input: ObjectInput, promptMaxBytes: number): CallRequest {
  checkSchema(input.schema);
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
}

/** The messages, or those of the prompt: one of the two. Throws ValidationError. */
export function askedMessages({ prompt, system, messages }: Asked, promptMaxBytes: number) {
  if ((prompt === undefined) === (messages === undefined))
    throw new ValidationError([{ path: 'prompt', message: 'must be given, or messages; not both' }]);
  if (system !== undefined && messages !== undefined)
    throw new ValidationError([
      { path: 'system', message: 'goes with prompt; a chat has it among its messages' },
    ]);
  return messages === undefined
    ? promptMessages({ prompt: prompt ?? '', system }, promptMaxBytes)
    : toMessages(messages, promptMaxBytes);
}
