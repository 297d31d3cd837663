import { formatUsd } from '../../lib/money.ts';
import { UNEXPLAINED_ERROR } from '../call/call.ts';
import type { Attempt, Call, Cost } from '../call/call.ts';
import { NO_USAGE } from '../token/usage.ts';
import type { AttemptPayload, CostPayload, EventPayload, NewEvent } from './event.ts';

/** Attempts that an event tells; a call with many steps and retries can have more. */
const ATTEMPTS_MAX = 50;

/** The event that a call was dispatched. */
export function callStarted(call: Call): NewEvent {
  return eventOf(call, call.startedAt, 'call_started', {
    kind: 'call_started',
    provider: call.provider,
    sandbox: call.sandbox,
    maxTokens: call.maxTokens,
    held: formatUsd(call.worstCase.cost.totalNano),
  });
}

/** The event that a call has ended, as completed or failed. Throws when it hasn't: only a finished call has one. */
export function callFinished(call: Call, attempts: readonly Attempt[]): NewEvent {
  const { cost, finishedAt } = call;
  if (cost === null || finishedAt === null) throw new Error(`call ${call.operationId} has not finished`);
  const shared = {
    provider: call.provider,
    sandbox: call.sandbox,
    cost: toCostPayload(cost),
    latencyMs: finishedAt - call.startedAt,
    attempts: toAttemptPayloads(attempts),
  };
  if (call.status === 'COMPLETED') {
    const usage = call.usage ?? NO_USAGE;
    return eventOf(call, finishedAt, 'call_completed', {
      kind: 'call_completed',
      ...shared,
      usage,
      finishReason: call.output?.finishReason ?? 'unknown',
    });
  }
  const error = call.error ?? UNEXPLAINED_ERROR;
  return eventOf(call, finishedAt, 'call_failed', {
    kind: 'call_failed',
    ...shared,
    cancelled: call.status === 'CANCELLED',
    error,
    usage: call.usage,
  });
}

function eventOf(call: Call, at: number, name: string, payload: EventPayload): NewEvent {
  return {
    projectId: call.projectId,
    topic: `${call.provider}.model.${name}`,
    at,
    agentId: call.agentId,
    operationId: call.operationId,
    capabilityType: call.capabilityType,
    model: call.model,
    budgetId: null,
    payload,
  };
}

/** The first of them, and the last. */
function toAttemptPayloads(attempts: readonly Attempt[]): AttemptPayload[] {
  const told =
    attempts.length <= ATTEMPTS_MAX
      ? attempts
      : [...attempts.slice(0, ATTEMPTS_MAX - 1), ...attempts.slice(-1)];
  return told.map(({ provider, model, error }) => ({ provider, model, errorCode: error?.code ?? null }));
}

function toCostPayload(cost: Cost): CostPayload {
  return {
    prompt: formatUsd(cost.promptNano),
    completion: formatUsd(cost.completionNano),
    total: formatUsd(cost.totalNano),
    basis: cost.basis,
    priceVersion: cost.priceVersion,
  };
}
