import type { TokenEncoding } from '../../domain/model/model.ts';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import { countReply, piecesOf } from './reply.ts';
import type { Reply, SpokenCall } from './reply.ts';

export interface ReplyLimit {
  maxTokens: number;
  encoding: TokenEncoding;
}

/** The reply as far as its tokens go: thoughts first, then the text, then the calls in their order. */
export async function limitReply(
  counter: TokenCounter,
  reply: Reply,
  { maxTokens, encoding }: ReplyLimit,
): Promise<Reply> {
  if (maxTokens >= Number.MAX_SAFE_INTEGER) return reply;
  if ((await countReply(counter, reply, encoding)) <= maxTokens) return reply;
  const countOf = async (text: string) => (await counter.countText(text, encoding)).tokens;

  const hiddenReasoningTokens = Math.min(reply.hiddenReasoningTokens, maxTokens);
  const reasoning = reply.reasoning.slice(0, maxTokens - hiddenReasoningTokens);
  let left = maxTokens - hiddenReasoningTokens - reasoning.length;

  const text = reply.textIsTokens
    ? reply.text.slice(0, left)
    : piecesOf(await longestPrefix(reply.text.join(''), left, countOf));
  left -= reply.textIsTokens ? text.length : await countOf(text.join(''));

  const calls: SpokenCall[] = [];
  for (const call of reply.calls) {
    left -= await countOf(call.name);
    if (left < 0) break;
    const written = await longestPrefix(call.pieces.join(''), left, countOf);
    left -= await countOf(written);
    calls.push({ ...call, pieces: piecesOf(written) });
    if (written.length < call.pieces.join('').length) break;
  }
  return { ...reply, reasoning, hiddenReasoningTokens, text, calls, finishReason: 'length' };
}

/** A beginning of the text with at most so many tokens, and as long as halving finds one. */
async function longestPrefix(
  text: string,
  maxTokens: number,
  countOf: (text: string) => Promise<number>,
): Promise<string> {
  if (maxTokens <= 0) return '';
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await countOf(characters.slice(0, middle).join(''))) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return characters.slice(0, low).join('');
}
