import type { IncomingHttpHeaders } from 'node:http';
import type { ChatMessage } from '../../domain/call/chat-message.ts';
import { directiveText, NO_DIRECTIVE, parseDirective, withOver } from './directive.ts';
import type { Directive, ParsedDirective } from './directive.ts';
import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';

export type FoundDirective =
  | {
      ok: true;
      directive: Directive;
      /** Messages from which turns are counted on. */
      since: readonly ChatMessage[];
    }
  | { ok: false; error: ErrorAnswer };

/**
 * The directive of a conversation: `#sandbox …` lines of the last message that has one, an answer or a tool's result apart, and the header
 * `x-sandbox`, which goes before it.
 */
export function directiveOfChat(
  messages: readonly ChatMessage[],
  headers: IncomingHttpHeaders,
): FoundDirective {
  const index = messages.findLastIndex(
    ({ role, content }) => role !== 'assistant' && role !== 'tool' && directiveText(content) !== null,
  );
  const text = directiveText(messages[index]?.content ?? '');
  const found = together(text, 'messages', headers);
  return found.ok ? { ...found, since: messages.slice(index + 1) } : found;
}

/** The same for texts that are to be embedded: the words of all of them together. */
export function directiveOfTexts(texts: readonly string[], headers: IncomingHttpHeaders): FoundDirective {
  const lines = texts.map(directiveText).filter((text) => text !== null);
  const found = together(lines.length === 0 ? null : lines.join(' '), 'input', headers);
  return found.ok ? { ...found, since: [] } : found;
}

function together(text: string | null, field: string, headers: IncomingHttpHeaders) {
  const written: ParsedDirective = text === null ? NOTHING : parseDirective(text);
  if (!written.ok) return { ok: false as const, error: wrong(field, written.problem) };
  const header = headers['x-sandbox'];
  const over = header === undefined ? NOTHING : parseDirective(String(header));
  if (!over.ok) return { ok: false as const, error: wrong('x-sandbox', over.problem) };
  return { ok: true as const, directive: withOver(written.directive, over.directive) };
}

const NOTHING: ParsedDirective = { ok: true, directive: NO_DIRECTIVE };

function wrong(field: string, problem: string): ErrorAnswer {
  return invalid(field, `The sandbox does not understand its directive: ${problem}.`);
}
