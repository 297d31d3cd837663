import type { Tag } from '../call/call.ts';

/** Which calls a budget counts. */
export type BudgetScope =
  | { kind: 'agent'; agentId: string }
  | { kind: 'capability'; capabilityType: string }
  | { kind: 'model'; model: string }
  | { kind: 'tag'; key: string; value: string }
  | { kind: 'apiKey'; apiKeyId: string }
  | { kind: 'everything' };

/** What of a call decides which budgets count it. */
export interface ScopedCall {
  agentId: string | null;
  capabilityType: string | null;
  /** The name that is sent upstream and the family it belongs to; a budget on either counts the call. */
  models: readonly string[];
  tags: readonly Tag[];
  apiKeyId: string | null;
}

/** The scope as one string, equal for equal scopes: stores match budgets to calls by it. */
export function scopeKeyOf(scope: BudgetScope): string {
  switch (scope.kind) {
    case 'agent':
      return `agent:${scope.agentId}`;
    case 'capability':
      return `capability:${scope.capabilityType}`;
    case 'model':
      return `model:${scope.model}`;
    case 'tag':
      return `tag:${JSON.stringify([scope.key, scope.value])}`;
    case 'apiKey':
      return `apiKey:${scope.apiKeyId}`;
    case 'everything':
      return 'everything';
  }
}

/** The keys of every scope that counts the call. */
export function scopeKeysOf(call: ScopedCall): string[] {
  const scopes: BudgetScope[] = [{ kind: 'everything' }];
  if (call.agentId !== null) scopes.push({ kind: 'agent', agentId: call.agentId });
  if (call.capabilityType !== null) scopes.push({ kind: 'capability', capabilityType: call.capabilityType });
  if (call.apiKeyId !== null) scopes.push({ kind: 'apiKey', apiKeyId: call.apiKeyId });
  for (const model of call.models) scopes.push({ kind: 'model', model });
  for (const { key, value } of call.tags) scopes.push({ kind: 'tag', key, value });
  return [...new Set(scopes.map(scopeKeyOf))];
}
