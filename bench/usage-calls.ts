import type { Attempt, Call, CallOutcome, NewCall, Tag } from '../src/domain/call/call.ts';
import { dispatched, finished } from '../src/domain/call/call-transitions.ts';
import type { StoredInput } from '../src/domain/content/content.ts';
import type { UsageBuckets } from '../src/domain/token/usage.ts';
import { seededRandom } from '../test/support/seeded-random.ts';

export const PROJECT = 'default';
/** A month with a change of clocks in Copenhagen, where its days are counted. */
export const TIME_ZONE = 'Europe/Copenhagen';
export const MONTH_START = Date.parse('2026-10-01T00:00:00+02:00');
export const MONTH_END = Date.parse('2026-11-01T00:00:00+01:00');

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'o3', 'o4-mini', 'gpt-5', 'gpt-5-mini'];
const CAPABILITIES = ['reasoning', 'summary', 'extraction', 'classification', null];
const TEAMS = 12;
const AGENTS = 100;
const KEYS = 20;

/** A finished call with its attempts, as the store keeps them, and what made it so. */
export interface StoredCall {
  call: Call & { cost: NonNullable<Call['cost']>; finishedAt: number };
  attempts: Attempt[];
  newCall: NewCall;
  input: StoredInput;
  outcome: CallOutcome;
}

/**
 * Calls of a month, in order: busier by day than by night, made by 100 agents of which few make most. Each agent uses one key,
 * one team, two models and two capabilities.
 */
export function* storedCalls(count: number): Generator<StoredCall> {
  const random = seededRandom(8);
  const span = MONTH_END - MONTH_START;
  for (let number = 0; number < count; number += 1) {
    const hour = (number / count) * (span / 3_600_000);
    const wave = 0.3 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) * 3_600_000;
    const startedAt = Math.min(
      MONTH_END - 1,
      Math.max(MONTH_START, Math.floor(MONTH_START + hour * 3_600_000 - wave)),
    );
    yield storedCall(number, startedAt, random);
  }
}

function storedCall(number: number, startedAt: number, random: () => number): StoredCall {
  const agent = Math.floor(AGENTS * random() ** 2.5);
  const pick = <Item>(items: readonly Item[], choices: number): Item | undefined =>
    items[(agent * 7 + Math.floor(random() * choices)) % items.length];
  const model = pick(MODELS, 2) ?? 'gpt-4o';
  const isFailed = random() < 0.03;
  const latencyMs = Math.round(400 * Math.exp(1.1 * normal(random)));
  const firstTokenMs = random() < 0.5 ? Math.round(latencyMs * (0.1 + 0.3 * random())) : null;
  const usage: UsageBuckets = {
    freshInput: Math.floor(random() * 2_000),
    cacheRead: random() < 0.3 ? Math.floor(random() * 4_000) : 0,
    cacheWrite: 0,
    output: 1 + Math.floor(random() * 800),
    reasoning: 0,
    estimated: false,
  };
  const tags: Tag[] = [
    { key: 'team', value: `team-${agent % TEAMS}` },
    { key: 'stage', value: random() < 0.9 ? 'production' : 'test' },
  ];
  const promptNano = BigInt(usage.freshInput * 2_500 + usage.cacheRead * 1_250);
  const completionNano = BigInt(usage.output * 10_000);
  const amounts = { promptNano, completionNano, totalNano: promptNano + completionNano };
  const cost = isFailed
    ? { promptNano: 0n, completionNano: 0n, totalNano: 0n, basis: 'measured' as const, priceVersion: null }
    : { ...amounts, basis: 'measured' as const, priceVersion: `${model}@1` };
  const newCall = {
    projectId: PROJECT,
    operationId: `bench-${String(number).padStart(9, '0')}`,
    kind: 'complete' as const,
    fingerprint: 'f'.repeat(64),
    provider: 'openai',
    model,
    requestedModels: [model],
    sandbox: false,
    agentId: `agent-${agent}`,
    capabilityType: pick(CAPABILITIES, 2) ?? null,
    tags,
    apiKeyId: `key-${agent % KEYS}`,
    template: null,
    templateVersions: [],
    context: null,
    promptTokensSaved: null,
    startedAt,
    maxTokens: 1_000,
    worstCase: { usage, cost: amounts, priceVersion: `${model}@1` },
  };
  const finishedAt = startedAt + latencyMs;
  const error = {
    code: 'UPSTREAM_RATE_LIMIT',
    category: random() < 0.7 ? ('rate_limit' as const) : ('server' as const),
    message: 'Too many requests.',
    retryable: true,
    detail: null,
  };
  const attempt: Attempt = {
    number: 1,
    provider: 'openai',
    model,
    modelFamily: model,
    startedAt,
    finishedAt,
    usage: isFailed ? null : usage,
    cost,
    finishReason: isFailed ? null : 'stop',
    error: isFailed ? error : null,
    requestId: null,
  };
  const outcome = {
    status: isFailed ? ('FAILED' as const) : ('COMPLETED' as const),
    finishedAt,
    attempts: [attempt],
    usage: attempt.usage,
    cost,
    output: isFailed ? null : { text: 'An answer.', refusal: null, finishReason: 'stop' as const },
    error: attempt.error,
    timeToFirstTokenMs: isFailed ? null : firstTokenMs,
    asked: { model, provider: 'openai' },
    holdEnd: 'settled' as const,
  };
  const call = finished(dispatched(newCall, finishedAt), outcome, amounts.totalNano);
  const text = JSON.stringify([{ role: 'user', content: `Question ${number}: what is this about?` }]);
  const input: StoredInput = { policy: 'full', text, hash: null };
  return { call, attempts: outcome.attempts, newCall, input, outcome };
}

/** A number of the normal distribution, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
