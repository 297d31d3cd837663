import type {
  Call,
  CallError,
  CallKind,
  CallOutput,
  CallStatus,
  Cost,
  CostBasis,
  Hold,
  Tag,
} from '../../domain/call/call.ts';
import type { ContextReport } from '../../domain/prompt/build-context.ts';
import { versionsOf } from '../../domain/prompt/resolve-template.ts';
import type { TemplateUse, VersionUse } from '../../domain/prompt/resolve-template.ts';
import type { UsageBuckets } from '../../domain/token/usage.ts';
import type { SqlValue } from './database.ts';

/** A row of `calls`. */
export interface CallRow {
  project_id: string;
  operation_id: string;
  kind: CallKind;
  fingerprint: string;
  provider: string;
  model: string;
  requested_models: string;
  sandbox: bigint;
  agent_id: string | null;
  capability_type: string | null;
  tags: string;
  api_key_id: string | null;
  template_id: string | null;
  template_version: bigint | null;
  template_label: string | null;
  template_unknown: string | null;
  template_versions: string | null;
  context: string | null;
  started_at: bigint;
  max_tokens: bigint;
  prompt_tokens_saved: bigint | null;
  worst_usage: string;
  worst_prompt_nano: bigint;
  worst_completion_nano: bigint;
  worst_total_nano: bigint;
  worst_price_version: string;
  held_nano: bigint;
  hold_state: Hold['state'];
  lease_until: bigint;
  status: CallStatus;
  finished_at: bigint | null;
  fresh_input_tokens: bigint | null;
  cache_read_tokens: bigint | null;
  cache_write_tokens: bigint | null;
  output_tokens: bigint | null;
  reasoning_tokens: bigint | null;
  usage_estimated: bigint | null;
  prompt_nano: bigint | null;
  completion_nano: bigint | null;
  total_nano: bigint | null;
  cost_basis: CostBasis | null;
  price_version: string | null;
  output: string | null;
  error: string | null;
  attempt_count: bigint;
  time_to_first_token_ms: bigint | null;
  over_hold: bigint;
}

export function toCall(row: CallRow): Call {
  const template = toTemplateUse(row);
  const told = row.template_versions;
  return {
    projectId: row.project_id,
    operationId: row.operation_id,
    kind: row.kind,
    fingerprint: row.fingerprint,
    provider: row.provider,
    model: row.model,
    requestedModels: JSON.parse(row.requested_models) as string[],
    sandbox: row.sandbox === 1n,
    agentId: row.agent_id,
    capabilityType: row.capability_type,
    tags: JSON.parse(row.tags) as Tag[],
    apiKeyId: row.api_key_id,
    template,
    templateVersions: versionsOf(template, told === null ? undefined : (JSON.parse(told) as VersionUse[])),
    context: row.context === null ? null : (JSON.parse(row.context) as ContextReport),
    startedAt: Number(row.started_at),
    maxTokens: Number(row.max_tokens),
    promptTokensSaved: toNumberOrNull(row.prompt_tokens_saved),
    worstCase: {
      usage: JSON.parse(row.worst_usage) as UsageBuckets,
      cost: {
        promptNano: row.worst_prompt_nano,
        completionNano: row.worst_completion_nano,
        totalNano: row.worst_total_nano,
      },
      priceVersion: row.worst_price_version,
    },
    leaseUntil: Number(row.lease_until),
    status: row.status,
    finishedAt: toNumberOrNull(row.finished_at),
    usage: toUsage(row),
    cost: toCost(row),
    output: row.output === null ? null : (JSON.parse(row.output) as CallOutput),
    error: row.error === null ? null : (JSON.parse(row.error) as CallError),
    attemptCount: Number(row.attempt_count),
    timeToFirstTokenMs: toNumberOrNull(row.time_to_first_token_ms),
    overHold: row.over_hold === 1n,
  };
}

/** The columns of a call that has just been dispatched. */
export function fromDispatched(call: Call): Record<string, SqlValue> {
  const { worstCase, template } = call;
  return {
    project_id: call.projectId,
    operation_id: call.operationId,
    kind: call.kind,
    fingerprint: call.fingerprint,
    provider: call.provider,
    model: call.model,
    requested_models: JSON.stringify(call.requestedModels),
    sandbox: call.sandbox,
    agent_id: call.agentId,
    capability_type: call.capabilityType,
    tags: JSON.stringify(call.tags),
    api_key_id: call.apiKeyId,
    template_id: template?.id ?? null,
    template_version: template?.version ?? null,
    template_label: template?.label ?? null,
    template_unknown: template === null ? null : JSON.stringify(template.unknownVariables),
    template_versions: template === null ? null : JSON.stringify(call.templateVersions),
    context: toJsonOrNull(call.context),
    started_at: call.startedAt,
    max_tokens: call.maxTokens,
    prompt_tokens_saved: call.promptTokensSaved,
    worst_usage: JSON.stringify(worstCase.usage),
    worst_prompt_nano: worstCase.cost.promptNano,
    worst_completion_nano: worstCase.cost.completionNano,
    worst_total_nano: worstCase.cost.totalNano,
    worst_price_version: worstCase.priceVersion,
    held_nano: worstCase.cost.totalNano,
    hold_state: 'held',
    lease_until: call.leaseUntil,
    status: call.status,
    attempt_count: call.attemptCount,
    over_hold: call.overHold,
  };
}

/** The columns that change when a call ends. */
export function fromEnded(call: Call): Record<string, SqlValue> {
  const { usage, cost } = call;
  return {
    status: call.status,
    provider: call.provider,
    model: call.model,
    finished_at: call.finishedAt,
    fresh_input_tokens: usage?.freshInput ?? null,
    cache_read_tokens: usage?.cacheRead ?? null,
    cache_write_tokens: usage?.cacheWrite ?? null,
    output_tokens: usage?.output ?? null,
    reasoning_tokens: usage?.reasoning ?? null,
    usage_estimated: usage?.estimated ?? null,
    prompt_nano: cost?.promptNano ?? null,
    completion_nano: cost?.completionNano ?? null,
    total_nano: cost?.totalNano ?? null,
    cost_basis: cost?.basis ?? null,
    price_version: cost?.priceVersion ?? null,
    output: toJsonOrNull(call.output),
    error: toJsonOrNull(call.error),
    finish_reason: call.output?.finishReason ?? null,
    error_category: call.error?.category ?? null,
    attempt_count: call.attemptCount,
    time_to_first_token_ms: call.timeToFirstTokenMs,
    over_hold: call.overHold,
  };
}

export function toJsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function toTemplateUse(row: CallRow): TemplateUse | null {
  if (row.template_id === null) return null;
  return {
    id: row.template_id,
    version: Number(row.template_version),
    label: row.template_label,
    unknownVariables: JSON.parse(row.template_unknown ?? '[]') as string[],
  };
}

function toUsage(row: CallRow): UsageBuckets | null {
  if (row.fresh_input_tokens === null) return null;
  return {
    freshInput: Number(row.fresh_input_tokens),
    cacheRead: Number(row.cache_read_tokens),
    cacheWrite: Number(row.cache_write_tokens),
    output: Number(row.output_tokens),
    reasoning: Number(row.reasoning_tokens),
    estimated: row.usage_estimated === 1n,
  };
}

function toCost(row: CallRow): Cost | null {
  if (row.prompt_nano === null || row.completion_nano === null || row.total_nano === null) return null;
  if (row.cost_basis === null) return null;
  return {
    promptNano: row.prompt_nano,
    completionNano: row.completion_nano,
    totalNano: row.total_nano,
    basis: row.cost_basis,
    priceVersion: row.price_version,
  };
}

function toNumberOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
