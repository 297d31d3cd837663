import type { ChatMessage } from '../call/chat-message.ts';
import type { TemplateContent } from './template.ts';

/** Whether the examples of a version go into the chat, or the caller chooses among them itself. */
export type ExampleUse = 'include' | 'leave_out';

/**
 * The messages of a version whose texts are filled: those of the template in their order and with their roles, and no others.
 * A text is what the user says. Examples follow the instructions, as a conversation that went well.
 */
export function toMessages(
  { body, examples }: Pick<TemplateContent, 'body' | 'examples'>,
  texts: readonly string[],
  exampleUse: ExampleUse,
): ChatMessage[] {
  const messages: ChatMessage[] =
    body.kind === 'text'
      ? [{ role: 'user', content: texts[0] ?? '' }]
      : body.messages.map(({ role }, index) => ({ role, content: texts[index] ?? '' }));
  if (exampleUse === 'leave_out') return messages;
  const instructions = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const at = instructions === -1 ? messages.length : instructions;
  return [...messages.slice(0, at), ...examples.flatMap(toConversation), ...messages.slice(at)];
}

function toConversation({ input, output }: { input: string; output: string }): ChatMessage[] {
  return [
    { role: 'user', content: input },
    { role: 'assistant', content: output },
  ];
}
