import { encodingFor } from '../../domain/model/encoding.ts';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import { cutAtStop, writeAnswer, writeRefusal, writeThoughts } from './answer.ts';
import type { ErrorAnswer } from './error-answer.ts';
import type { Fault } from './fault.ts';
import { jsonText } from './json-reply.ts';
import { limitReply } from './limit-reply.ts';
import { seedOf, textTurns } from './question.ts';
import type { Question } from './question.ts';
import { piecesOf, SILENCE } from './reply.ts';
import type { Reply } from './reply.ts';
import { callReply, resultText } from './tool-calls.ts';

export type ComposedReply = { ok: true; reply: Reply } | { ok: false; error: ErrorAnswer };

const FILL_TOKENS = 256;

/** Decides what is said, always the same for the same request, within the tokens that the request allows. */
export async function composeReply(counter: TokenCounter, question: Question): Promise<ComposedReply> {
  const { request, directive, fault } = question;
  const said = sayOf(question);
  if ('error' in said) return { ok: false, error: said.error };
  const seed = seedOf(request);
  const thoughts: Reply = {
    ...said,
    reasoning: writeThoughts(seed, directive.reasoning ?? 0),
    hiddenReasoningTokens: directive['hidden-reasoning'] ?? 0,
  };
  const limited = await limitReply(counter, thoughts, {
    maxTokens: request.maxTokens ?? Number.MAX_SAFE_INTEGER,
    encoding: encodingFor(request.model),
  });
  return { ok: true, reply: ended(limited, fault) };
}

function sayOf(question: Question): Reply | { error: ErrorAnswer } {
  const { request, directive, since, fault } = question;
  const seed = seedOf(request);
  if (fault.kind === 'refusal') {
    const { pieces } = writeRefusal({
      encoding: encodingFor(request.model),
      maxTokens: Number.MAX_SAFE_INTEGER,
    });
    return { ...SILENCE, text: pieces, refused: true };
  }
  const calls = callReply(question, seed);
  if (calls !== null) return calls;
  const written = directive.say[Math.min(textTurns(since), directive.say.length - 1)];
  const text = written ?? jsonText(question, seed) ?? resultText(question);
  if (typeof text === 'string') return stopped(textReply(text), request.stops);
  return text ?? stopped(wordsReply(question, seed), request.stops);
}

function wordsReply({ request, directive, fault }: Question, seed: number): Reply {
  const tokens = directive.tokens ?? (fault.kind === 'fill' ? (request.maxTokens ?? FILL_TOKENS) : null);
  const answer = writeAnswer({
    seed,
    encoding: encodingFor(request.model),
    maxTokens: tokens ?? request.maxTokens ?? Number.MAX_SAFE_INTEGER,
    fill: tokens !== null,
  });
  const isCut = answer.finishReason === 'length' && directive.tokens === undefined;
  return { ...SILENCE, text: answer.pieces, finishReason: isCut ? 'length' : 'stop' };
}

function textReply(text: string): Reply {
  return { ...SILENCE, text: piecesOf(text), textIsTokens: false };
}

function stopped(reply: Reply, stops: readonly string[]): Reply {
  const pieces = cutAtStop(reply.text, stops);
  return pieces === null ? reply : { ...reply, text: pieces, textIsTokens: false, finishReason: 'stop' };
}

/** Half of the text where the fault is to stop early. */
function ended(reply: Reply, { kind }: Fault): Reply {
  if (kind !== 'filter' && kind !== 'length') return reply;
  return {
    ...reply,
    text: reply.text.slice(0, Math.ceil(reply.text.length / 2)),
    calls: [],
    finishReason: kind === 'filter' ? 'content_filter' : 'length',
  };
}
