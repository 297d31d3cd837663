import { createHandOff } from '../../lib/hand-off.ts';
import type { Principal } from '../access/principal.ts';
import type { Call } from './call.ts';
import type { CallRequest } from './call-request.ts';
import type { CallDelta } from './call-run.ts';
import { runCall } from './run-call.ts';
import type { CallParts } from './run-call.ts';

/** A piece of the answer, or, at the end, the finished call. */
export type CallStreamItem = { kind: 'delta'; delta: CallDelta } | { kind: 'ended'; call: Call };

/**
 * Runs a call and gives its answer piece by piece, each when the one before was taken, and the finished call at last. Whoever
 * stops reading ends the call: its upstream request is aborted, and what was produced is paid for. A repeat of an operationId
 * gives the stored text as one piece. Throws what `runCall` throws.
 */
export function streamCall(
  parts: CallParts,
  principal: Principal,
  request: CallRequest,
): AsyncIterableIterator<CallStreamItem> {
  const pieces = createHandOff<CallDelta>();
  const left = new AbortController();
  let running: Promise<Call> | null = null;
  let hasPieces = false;
  let isDone = false;

  function start(): Promise<Call> {
    const call = runCall(parts, principal, request, {
      signal: left.signal,
      onDelta: (delta) => pieces.give(delta),
    }).finally(() => pieces.end());
    // awaited after the last piece
    call.catch(() => undefined);
    return call;
  }

  async function next(): Promise<IteratorResult<CallStreamItem>> {
    if (isDone) return { done: true, value: undefined };
    running ??= start();
    const delta = await pieces.take();
    if (delta !== undefined) {
      hasPieces = true;
      return { done: false, value: { kind: 'delta', delta } };
    }
    if (isDone) return { done: true, value: undefined };
    const call = await running.catch((error: unknown) => {
      isDone = true;
      throw error;
    });
    const stored = call.output?.redactedAt === undefined ? (call.output?.text ?? '') : '';
    if (!hasPieces && stored !== '' && call.error === null) {
      hasPieces = true;
      return { done: false, value: { kind: 'delta', delta: { kind: 'text', text: stored } } };
    }
    isDone = true;
    return { done: false, value: { kind: 'ended', call } };
  }

  return {
    next,
    return() {
      isDone = true;
      left.abort();
      pieces.end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
