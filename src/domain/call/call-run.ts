import type { NanoUsd } from '../../lib/money.ts';
import type { TollgateError } from '../errors.ts';
import type { ChatDelta } from '../provider/provider.ts';
import type { Attempt, CallOutput, NewCall } from './call.ts';
import type { ChatMessage } from './chat-message.ts';

/** A piece of an answer on its way to the caller. */
export type CallDelta =
  ChatDelta | { kind: 'tool_result'; toolCallId: string; name: string; content: string };

/** Takes a piece; the next one waits until the promise is fulfilled. */
export type DeltaReader = (delta: CallDelta) => void | Promise<void>;

/** What a call that runs has done so far. One task changes it. */
export interface CallRun {
  readonly call: NewCall;
  readonly deadlineAt: number;
  /** Aborted when the call is to end early. */
  readonly signal: AbortSignal;
  /** Null when nobody reads along; then the answer isn't streamed. */
  readonly onDelta: DeltaReader | null;
  readonly attempts: Attempt[];
  /** What is held for the call on each budget now. */
  heldNano: NanoUsd;
  /** Which of the call's models is asked next: one that failed isn't asked again. */
  candidateIndex: number;
  firstDeltaAt: number | null;
}

/** How the work on a call ended. */
export type RunResult =
  | { kind: 'answered'; output: CallOutput }
  /** `output` is what there was until then, if anything. */
  | { kind: 'failed'; error: TollgateError; output: CallOutput | null };

/** A message of the model: what it said, or what it wants called. */
export function replyOf({ text, toolCalls = [] }: Pick<CallOutput, 'text' | 'toolCalls'>): ChatMessage {
  return { role: 'assistant', content: text, ...(toolCalls.length > 0 && { toolCalls }) };
}
