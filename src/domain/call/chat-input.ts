import { z } from 'zod';
import { optional } from '../field-schemas.ts';
import { checkOneSource, promptSourceShape } from '../prompt/prompt-source-input.ts';
import { callOptionsShape, checkModelChoice } from './call-options.ts';
import { requestOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import { messagesSchema, toMessages } from './message-input.ts';
import { toToolUse, toolUseShape } from './tool-use.ts';

export const chatInputSchema = z
  .object({
    messages: optional(messagesSchema),
    ...promptSourceShape,
    ...toolUseShape,
    ...callOptionsShape,
  })
  .superRefine(checkModelChoice);
export type ChatInput = z.output<typeof chatInputSchema>;

/** Throws ValidationError when the messages are longer than `promptMaxBytes` of UTF-8 together. */
export function chatRequest(input: ChatInput, promptMaxBytes: number): CallRequest {
  const { template, context } = input;
  checkOneSource({ messages: input.messages, template, context }, 'messages');
  const messages = toMessages(input.messages ?? [], promptMaxBytes);
  return requestOf('chat', { kind: 'chat', messages, tools: toToolUse(input), output: null }, input);
}
