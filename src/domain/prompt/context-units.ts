import type { ChatMessage } from '../call/chat-message.ts';
import { DEFAULT_PRIORITIES } from './context-input.ts';
import type { ContextInput, ContextPart, HistoryStrategy } from './context-input.ts';

/** A piece of a context that is kept or cut as a whole. */
export interface ContextUnit {
  part: ContextPart;
  /** Its place among the entries of its part, from 0. */
  index: number;
  /** How many entries it is: the messages of a tool call with its results are one unit. */
  count: number;
  messages: readonly ChatMessage[];
}

/** Frames of a document: what is written about it is not confused with what it says. */
const DOCUMENT_END = /<\/document/gi;

/** Everything of the context that can be cut, part by part, each in its order. */
export function unitsOf({ examples = [], documents = [], history = [] }: ContextInput): ContextUnit[] {
  return [
    ...examples.map(({ input, output }, index): ContextUnit => ({
      part: 'examples',
      index,
      count: 1,
      messages: [
        { role: 'user', content: input },
        { role: 'assistant', content: output },
      ],
    })),
    ...documents.map(({ title, text }, index): ContextUnit => ({
      part: 'documents',
      index,
      count: 1,
      messages: [{ role: 'user', content: toDocument(index + 1, title, text) }],
    })),
    ...groupHistory(history.map(toMessage)),
  ];
}

/**
 * The units in the order in which they are cut: by priority, then documents from the last, examples from the last, and the
 * history as its strategy says.
 */
export function cutOrder(units: readonly ContextUnit[], input: ContextInput): ContextUnit[] {
  const { priorities, documents, historyStrategy = 'drop_oldest' } = input;
  const priorityOf = ({ part, index }: ContextUnit): number => {
    const own = part === 'documents' ? documents?.[index]?.priority : undefined;
    return own ?? priorities?.[part] ?? DEFAULT_PRIORITIES[part];
  };
  const of = (part: ContextPart) => units.filter((unit) => unit.part === part);
  const ordered = [
    ...of('documents').reverse(),
    ...of('examples').reverse(),
    ...historyOrder(of('history'), historyStrategy),
  ];
  // a stable sort: what has the same priority stays in this order
  return ordered.sort((a, b) => priorityOf(a) - priorityOf(b));
}

function historyOrder(groups: readonly ContextUnit[], strategy: HistoryStrategy): ContextUnit[] {
  if (strategy !== 'keep_ends' || groups.length < 4) return [...groups];
  const [first, second, ...others] = groups;
  const newest = others.pop();
  return [...others, second, first, newest].filter((group) => group !== undefined);
}

/** Messages that belong together: an assistant's message that calls tools, and their results. */
function groupHistory(history: readonly ChatMessage[]): ContextUnit[] {
  const groups: { index: number; messages: ChatMessage[] }[] = [];
  for (const [index, message] of history.entries()) {
    const group = groups.at(-1);
    if (message.role === 'tool' && group !== undefined) group.messages.push(message);
    else groups.push({ index, messages: [message] });
  }
  return groups.map(({ index, messages }) => ({ part: 'history', index, count: messages.length, messages }));
}

function toMessage(input: NonNullable<ContextInput['history']>[number]): ChatMessage {
  const { role, content, name, toolCalls, toolCallId } = input;
  return {
    role,
    content: content ?? '',
    ...(name !== undefined && { name }),
    ...(toolCalls !== undefined && toolCalls.length > 0 && { toolCalls }),
    ...(toolCallId !== undefined && { toolCallId }),
  };
}

function toDocument(number: number, title: string | undefined, text: string): string {
  const named = title === undefined ? '' : ` title=${JSON.stringify(title)}`;
  return `<document index="${number}"${named}>\n${text.replaceAll(DOCUMENT_END, '<\\/document')}\n</document>`;
}
