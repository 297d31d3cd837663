import type { ChatMessage } from '../../domain/call/chat-message.ts';
import { encodingFor } from '../../domain/model/encoding.ts';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import { cutAtStop, writeAnswer, writeRefusal, writeThoughts } from './answer.ts';
import { digestOf } from './attempt-counter.ts';
import type { SandboxRequest } from './chat-request.ts';
import type { Directive } from './directive.ts';
import type { ErrorAnswer } from './error-answer.ts';
import type { Fault } from './fault.ts';
import { limitReply } from './limit-reply.ts';
import { piecesOf, SILENCE } from './reply.ts';
import type { Reply } from './reply.ts';

export interface Question {
  request: SandboxRequest;
  directive: Directive;
  /** Messages from which turns are counted on. */
  since: readonly ChatMessage[];
  fault: Fault;
}

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
  const encoding = encodingFor(request.model);
  if (fault.kind === 'refusal') {
    const { pieces } = writeRefusal({ encoding, maxTokens: Number.MAX_SAFE_INTEGER });
    return { ...SILENCE, text: pieces, refused: true };
  }
  const turn = since.filter(({ role, toolCalls }) => role === 'assistant' && toolCalls === undefined).length;
  const written = directive.say[Math.min(turn, directive.say.length - 1)];
  if (written !== undefined) return stopped(textReply(written), request.stops);
  const tokens = directive.tokens ?? (fault.kind === 'fill' ? (request.maxTokens ?? FILL_TOKENS) : null);
  const answer = writeAnswer({
    seed: seedOf(request),
    encoding,
    maxTokens: tokens ?? request.maxTokens ?? Number.MAX_SAFE_INTEGER,
    fill: tokens !== null,
  });
  const isCut = answer.finishReason === 'length' && directive.tokens === undefined;
  return stopped({ ...SILENCE, text: answer.pieces, finishReason: isCut ? 'length' : 'stop' }, request.stops);
}

export function textReply(text: string): Reply {
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

/** 32 bits of all that decides the words: sampling parameters do not. */
function seedOf({ model, messages, seed }: SandboxRequest): number {
  return digestOf([model, messages, seed]).readUInt32LE(0);
}
