import { z } from 'zod';
import { optional } from '../field-schemas.ts';
import { checkOneSource, promptSourceShape } from '../prompt/prompt-source-input.ts';
import { callOptionsShape, checkModelChoice, NOT_EMPTY } from './call-options.ts';
import { checkPromptSize, requestOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import type { ChatMessage } from './chat-message.ts';

/** A prompt, and instructions that come before it. */
export const promptShape = {
  prompt: optional(z.string().min(1, NOT_EMPTY)),
  system: optional(z.string().min(1, NOT_EMPTY)),
};

export const completeInputSchema = z
  .object({ ...promptShape, ...promptSourceShape, ...callOptionsShape })
  .superRefine(checkModelChoice);
export type CompleteInput = z.output<typeof completeInputSchema>;

/** Throws ValidationError when the prompt is longer than `promptMaxBytes` of UTF-8, or when there are several. */
export function completeRequest(input: CompleteInput, promptMaxBytes: number): CallRequest {
  const { prompt, template, context } = input;
  checkOneSource({ prompt, template, context }, 'prompt');
  const messages = promptMessages(input, promptMaxBytes);
  return requestOf('complete', { kind: 'chat', messages, tools: null, output: null }, input);
}

/** Throws ValidationError when they are longer than `promptMaxBytes` of UTF-8. */
export function promptMessages(
  { prompt, system }: { prompt?: string | undefined; system?: string | undefined },
  promptMaxBytes: number,
): ChatMessage[] {
  const messages: ChatMessage[] = [];
  if (system !== undefined) messages.push({ role: 'system', content: system });
  if (prompt !== undefined) messages.push({ role: 'user', content: prompt });
  const field = system === undefined ? 'prompt' : 'prompt and system';
  checkPromptSize(
    messages.map(({ content }) => content),
    promptMaxBytes,
    field,
  );
  return messages;
}
