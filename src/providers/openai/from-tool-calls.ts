import { createHash } from 'node:crypto';
import type { ToolCall } from '../../domain/call/chat-message.ts';
import { toRecord } from '../token-number.ts';
import { nonEmpty } from './answer-fields.ts';
import { MalformedResponseError } from './from-error.ts';

/**
 * The tool calls of a message; those of servers that know only the older `function_call`, too. Throws MalformedResponseError for a call of
 * nothing. `idSeed` makes ids where the server sends none, or one twice.
 */
export function fromToolCalls(
  message: Record<string, unknown>,
  idSeed: string,
  requestId: string | null,
): ToolCall[] {
  const { tool_calls: calls, function_call: legacy } = message;
  const listed = calls ?? (legacy === undefined || legacy === null ? [] : [{ function: legacy }]);
  if (!Array.isArray(listed)) throw new MalformedResponseError('tool calls that are no list', requestId);
  const ids = new Set<string>();
  return listed.map((value: unknown, index) => {
    const { id: sentId, name, arguments: text } = readToolCall(value, requestId);
    if (name === null) throw new MalformedResponseError('a tool call without a name', requestId);
    const id = sentId === null || ids.has(sentId) ? madeUpId(idSeed, index) : sentId;
    ids.add(id);
    return { id, name, arguments: text === '' ? NO_ARGUMENTS : text };
  });
}

/** The arguments of a call whose model wrote none: every reader of them takes an object. */
export const NO_ARGUMENTS = '{}';

/** A tool call or a piece of one: null for what it doesn't have, '' for no arguments. */
export interface ToolCallPiece {
  id: string | null;
  name: string | null;
  arguments: string;
}

export function readToolCall(value: unknown, requestId: string | null): ToolCallPiece {
  const call = toRecord(value);
  const target = toRecord(call?.['function'] ?? {});
  if (call === null || target === null) {
    throw new MalformedResponseError('a tool call that is no object', requestId);
  }
  return {
    id: nonEmpty(call['id']),
    name: nonEmpty(target['name']),
    arguments: argumentsText(target['arguments']),
  };
}

/**
 * An id for the call at that place of the answer that the seed names, the same each time. Nine letters and digits, because Mistral takes no
 * other ids.
 */
export function madeUpId(seed: string, index: number): string {
  return createHash('sha256').update(`${seed}/${index}`).digest('hex').slice(0, 9);
}

/** Some servers send the arguments as an object. */
function argumentsText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
