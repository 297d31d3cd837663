import type { ChatMessage } from '../../domain/call/chat-message.ts';
import { digestOf } from './attempt-counter.ts';
import type { SandboxRequest } from './chat-request.ts';
import type { Directive } from './directive.ts';
import type { Fault } from './fault.ts';

/** A request, with all that decides what is said to it. */
export interface Question {
  request: SandboxRequest;
  directive: Directive;
  /** Messages from which turns are counted on. */
  since: readonly ChatMessage[];
  fault: Fault;
}

/** How many answers of the model were text and not calls. */
export function textTurns(messages: readonly ChatMessage[]): number {
  return messages.filter(({ role, toolCalls }) => role === 'assistant' && toolCalls === undefined).length;
}

/** How many answers of the model called tools. */
export function callTurns(messages: readonly ChatMessage[]): number {
  return messages.filter(({ toolCalls }) => toolCalls !== undefined).length;
}

/** 32 bits of all that decides the words: sampling parameters do not. */
export function seedOf({ model, messages, seed }: SandboxRequest): number {
  return digestOf([model, messages, seed]).readUInt32LE(0);
}
