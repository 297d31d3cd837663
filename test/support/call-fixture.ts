import { scopeKeysOf } from '../../src/domain/budget/scope.ts';
import type { Attempt, CallOutcome, Cost, NewCall, WorstCase } from '../../src/domain/call/call.ts';
import type { DispatchCommand, DispatchOutcome } from '../../src/domain/call/call-store.ts';
import type { Storage } from '../../src/domain/storage.ts';
import type { UsageBuckets } from '../../src/domain/token/usage.ts';
import { newId } from '../../src/lib/ids.ts';
import type { NanoUsd } from '../../src/lib/money.ts';

/** When the calls of tests begin, unless they say otherwise: a Tuesday at noon. */
export const NOON = Date.UTC(2026, 2, 10, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A lease that no test outlives. */
const LONG_LEASE = 1_000 * DAY;

export const SOME_USAGE: UsageBuckets = {
  freshInput: 10,
  cacheRead: 2,
  cacheWrite: 1,
  output: 20,
  reasoning: 5,
  estimated: false,
};

export function worstCaseOf(totalNano: NanoUsd): WorstCase {
  const promptNano = totalNano / 4n;
  return {
    usage: { ...SOME_USAGE, output: 100, estimated: true },
    cost: { promptNano, completionNano: totalNano - promptNano, totalNano },
    priceVersion: 'gpt-4o@1',
  };
}

/** A call that can cost 100 nano-dollars at most. */
export function newCall(projectId: string, changes: Partial<NewCall> = {}): NewCall {
  return {
    projectId,
    operationId: newId(),
    kind: 'complete',
    fingerprint: 'a'.repeat(64),
    provider: 'openai',
    model: 'gpt-4o',
    requestedModels: ['gpt-4o'],
    sandbox: false,
    agentId: null,
    capabilityType: null,
    tags: [],
    apiKeyId: null,
    template: null,
    templateVersions: [],
    context: null,
    startedAt: NOON,
    maxTokens: 100,
    promptTokensSaved: null,
    worstCase: worstCaseOf(100n),
    ...changes,
  };
}

export function dispatchOf(call: NewCall, changes: Partial<DispatchCommand> = {}): DispatchCommand {
  return {
    call,
    scopeKeys: scopeKeysOf({ ...call, models: [call.model] }),
    leaseUntil: call.startedAt + LONG_LEASE,
    onRefusal: 'record',
    ...changes,
  };
}

/** Dispatches the call; fails the test when it isn't dispatched. */
export async function dispatched(
  storage: Storage,
  call: NewCall,
  changes: Partial<DispatchCommand> = {},
): Promise<DispatchOutcome & { kind: 'dispatched' }> {
  const outcome = await storage.calls.dispatch(dispatchOf(call, changes));
  if (outcome.kind !== 'dispatched') throw new Error(`the call was ${outcome.kind}`);
  return outcome;
}

export function costOfTotal(totalNano: NanoUsd): Cost {
  const promptNano = totalNano / 4n;
  const completionNano = totalNano - promptNano;
  return { promptNano, completionNano, totalNano, basis: 'measured', priceVersion: 'gpt-4o@1' };
}

export function newAttempt(totalNano: NanoUsd, changes: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    modelFamily: 'gpt-4o',
    startedAt: NOON,
    finishedAt: NOON + MINUTE,
    usage: SOME_USAGE,
    cost: costOfTotal(totalNano),
    finishReason: 'stop',
    error: null,
    requestId: 'req-1',
    ...changes,
  };
}

/** The end of a call that gave an answer for `totalNano`, a minute after it began. */
export function completion(totalNano: NanoUsd, changes: Partial<CallOutcome> = {}): CallOutcome {
  return {
    status: 'COMPLETED',
    finishedAt: NOON + MINUTE,
    attempts: [newAttempt(totalNano)],
    usage: SOME_USAGE,
    cost: costOfTotal(totalNano),
    output: { text: 'Hello', refusal: null, finishReason: 'stop' },
    error: null,
    timeToFirstTokenMs: 12,
    asked: null,
    holdEnd: 'settled',
    ...changes,
  };
}

/** The end of a call that the provider refused and charged nothing for. */
export function refusal(changes: Partial<CallOutcome> = {}): CallOutcome {
  const error = {
    code: 'UPSTREAM_RATE_LIMIT',
    category: 'rate_limit',
    message: 'Too many requests.',
    retryable: true,
    detail: 'slow down',
  } as const;
  const cost: Cost = { ...costOfTotal(0n), priceVersion: null };
  return completion(0n, {
    status: 'FAILED',
    attempts: [newAttempt(0n, { usage: null, cost, finishReason: null, error, requestId: null })],
    usage: null,
    cost,
    output: null,
    error,
    timeToFirstTokenMs: null,
    holdEnd: 'released',
    ...changes,
  });
}
