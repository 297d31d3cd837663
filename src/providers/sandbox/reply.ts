import type { TokenCounter } from '../../domain/token/token-counter.ts';
import type { TokenEncoding } from '../../domain/model/model.ts';

export interface SpokenCall {
  id: string;
  name: string;
  /** JSON text of the arguments, in the pieces that are streamed. */
  pieces: readonly string[];
}

/** What the sandbox says, in the pieces that are streamed, and in the order of these fields. */
export interface Reply {
  /** Thoughts that are shown; each piece is a token. */
  reasoning: readonly string[];
  /** Tokens of thoughts that are only paid for. */
  hiddenReasoningTokens: number;
  text: readonly string[];
  /** True when each piece of the text is a token. */
  textIsTokens: boolean;
  /** True when the text is a refusal instead of content. */
  refused: boolean;
  calls: readonly SpokenCall[];
  finishReason: 'stop' | 'length' | 'content_filter' | 'tool_calls';
}

/** A piece of a streamed reply. The pieces of a call share its index; the first brings its id and name. */
export type Delta =
  | { kind: 'reasoning'; pieces: readonly string[] }
  | { kind: 'text'; pieces: readonly string[] }
  | {
      kind: 'call';
      index: number;
      begins: Pick<SpokenCall, 'id' | 'name'> | null;
      pieces: readonly string[];
    };

export const SILENCE: Reply = {
  reasoning: [],
  hiddenReasoningTokens: 0,
  text: [],
  textIsTokens: true,
  refused: false,
  calls: [],
  finishReason: 'stop',
};

export function* deltasOf({ reasoning, text, calls }: Reply, piecesEach: number): Generator<Delta> {
  for (const pieces of grouped(reasoning, piecesEach)) yield { kind: 'reasoning', pieces };
  for (const pieces of grouped(text, piecesEach)) yield { kind: 'text', pieces };
  for (const [index, { id, name, pieces: all }] of calls.entries()) {
    yield { kind: 'call', index, begins: { id, name }, pieces: [] };
    for (const pieces of grouped(all, piecesEach)) yield { kind: 'call', index, begins: null, pieces };
  }
}

/** Collects deltas to the part of the reply that they are. */
export function createReplyPart(whole: Reply) {
  const reasoning: string[] = [];
  const text: string[] = [];
  const calls: { id: string; name: string; pieces: string[] }[] = [];
  return {
    add(delta: Delta): void {
      if (delta.kind === 'reasoning') reasoning.push(...delta.pieces);
      else if (delta.kind === 'text') text.push(...delta.pieces);
      else if (delta.begins !== null) calls.push({ ...delta.begins, pieces: [...delta.pieces] });
      else calls[delta.index]?.pieces.push(...delta.pieces);
    },
    part: (): Reply => ({ ...whole, reasoning, text, calls }),
  };
}

/** Output tokens as tiktoken counts them: of the thoughts, the text, and each call's name and arguments. */
export async function countReply(
  counter: TokenCounter,
  reply: Reply,
  encoding: TokenEncoding,
): Promise<number> {
  const texts = [
    ...(reply.textIsTokens ? [] : [reply.text.join('')]),
    ...reply.calls.flatMap(({ name, pieces }) => [name, pieces.join('')]),
  ];
  const counts = texts.length === 0 ? [] : await counter.countTexts(texts, encoding);
  const counted = counts.reduce((sum, count) => sum + count.tokens, 0);
  return counted + reasoningTokens(reply) + (reply.textIsTokens ? reply.text.length : 0);
}

export function reasoningTokens({ reasoning, hiddenReasoningTokens }: Reply): number {
  return reasoning.length + hiddenReasoningTokens;
}

/** Pieces of a few characters each, none of them half a character. */
export function piecesOf(text: string): string[] {
  return text.match(/.{1,4}/gsu) ?? [];
}

function* grouped(pieces: readonly string[], size: number): Generator<readonly string[]> {
  for (let at = 0; at < pieces.length; at += size) yield pieces.slice(at, at + size);
}
