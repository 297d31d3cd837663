import { z } from 'zod';
import { optional } from '../field-schemas.ts';
import { promptSourceShape } from '../prompt/prompt-source-input.ts';
import { callOptionsShape, checkModelChoice, NOT_EMPTY } from './call-options.ts';
import { requestOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import { messagesSchema } from './message-input.ts';
import { askedMessages } from './object-input.ts';
import { toToolUse, toolUseShape } from './tool-use.ts';

export const previewCallInputSchema = z
  .object({
    prompt: optional(z.string().min(1, NOT_EMPTY)),
    system: optional(z.string().min(1, NOT_EMPTY)),
    messages: optional(messagesSchema),
    ...promptSourceShape,
    ...toolUseShape,
    ...callOptionsShape,
  })
  .superRefine(checkModelChoice);
export type PreviewCallInput = z.output<typeof previewCallInputSchema>;

/** The request of `complete` or of `chat`, whichever the input is for. Throws ValidationError as they do. */
export function previewRequest(input: PreviewCallInput, promptMaxBytes: number): CallRequest {
  const messages = askedMessages(input, promptMaxBytes);
  const tools = toToolUse(input);
  const kind = input.messages === undefined ? 'complete' : 'chat';
  return requestOf(kind, { kind: 'chat', messages, tools, output: null }, input);
}
