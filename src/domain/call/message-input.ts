import { z } from 'zod';
import { optional } from '../field-schemas.ts';
import { NOT_EMPTY } from './call-options.ts';
import { checkPromptSize } from './call-request.ts';
import { CHAT_ROLES } from './chat-message.ts';
import type { ChatMessage } from './chat-message.ts';
import { TOOL_NAME, TOOL_NAME_ACCEPTED } from './tool-use.ts';

const MESSAGES_MAX = 1000;
const TOOL_CALLS_MAX = 128;
const ID_ACCEPTED = 'must be 1 to 200 characters';

const toolCallSchema = z.object({
  id: z.string().min(1, ID_ACCEPTED).max(200, ID_ACCEPTED),
  name: z.string().regex(TOOL_NAME, TOOL_NAME_ACCEPTED),
  arguments: z.string(),
});

const messageSchema = z
  .object({
    role: z.enum(CHAT_ROLES),
    content: optional(z.string()),
    name: optional(
      z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of the characters A-Z a-z 0-9 _ -'),
    ),
    toolCalls: optional(
      z.array(toolCallSchema).max(TOOL_CALLS_MAX, `must have at most ${TOOL_CALLS_MAX} entries`),
    ),
    toolCallId: optional(z.string().min(1, ID_ACCEPTED).max(200, ID_ACCEPTED)),
  })
  .superRefine(({ role, content, name, toolCalls, toolCallId }, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const callsTools = toolCalls !== undefined && toolCalls.length > 0;
    // a tool may have nothing to say
    if ((content ?? '') === '' && !callsTools && role !== 'tool') problem('content', NOT_EMPTY);
    if (callsTools && role !== 'assistant') problem('toolCalls', 'are for messages of the ASSISTANT only');
    if (role === 'tool' && toolCallId === undefined) problem('toolCallId', 'must be given in a TOOL message');
    if (role !== 'tool' && toolCallId !== undefined) problem('toolCallId', 'is for TOOL messages only');
    if (role === 'tool' && name !== undefined) problem('name', 'is not for TOOL messages');
  });
type MessageInput = z.output<typeof messageSchema>;

const MESSAGES_ACCEPTED = `must have 1 to ${MESSAGES_MAX} entries`;

/** A chat in which every tool call is answered right after it, as providers demand. */
export const messagesSchema = z
  .array(messageSchema)
  .min(1, MESSAGES_ACCEPTED)
  .max(MESSAGES_MAX, MESSAGES_ACCEPTED)
  .superRefine(checkToolAnswers);

/** Throws ValidationError when they are longer than `promptMaxBytes` of UTF-8 together. */
export function toMessages(inputs: readonly MessageInput[], promptMaxBytes: number): ChatMessage[] {
  checkPromptSize(inputs.flatMap(textsOf), promptMaxBytes, 'messages');
  return inputs.map(({ role, content, name, toolCalls, toolCallId }) => ({
    role,
    content: content ?? '',
    ...(name !== undefined && { name }),
    ...(toolCalls !== undefined && toolCalls.length > 0 && { toolCalls }),
    ...(toolCallId !== undefined && { toolCallId }),
  }));
}

function textsOf({ content, toolCalls }: MessageInput): string[] {
  return [content ?? '', ...(toolCalls ?? []).map((call) => call.arguments)];
}

function checkToolAnswers(messages: readonly MessageInput[], context: z.RefinementCtx): void {
  let open = new Set<string>();
  const unanswered = (index: number) => {
    context.addIssue({
      code: 'custom',
      path: [index],
      message: `must be a TOOL message with the result of ${[...open].join(', ')}`,
    });
  };
  for (const [index, { role, toolCalls, toolCallId }] of messages.entries()) {
    if (role === 'tool') {
      if (open.delete(toolCallId ?? '')) continue;
      const message = 'must be the id of a tool call in the assistant message before, not answered yet';
      context.addIssue({ code: 'custom', path: [index, 'toolCallId'], message });
      return;
    }
    if (open.size > 0) return unanswered(index);
    open = new Set((toolCalls ?? []).map(({ id }) => id));
  }
  if (open.size > 0) unanswered(messages.length);
}
