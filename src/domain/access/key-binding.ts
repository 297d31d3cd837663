import { ValidationError } from '../errors.ts';
import type { Principal } from './principal.ts';

/**
 * The agent that a call is made for: the one that is named, or the only one that the key is bound to. Throws ValidationError for
 * one that the key may not make calls for, and for none where it must say which.
 */
export function boundAgentId({ agentIds }: Principal, agentId: string | null): string | null {
  if (agentIds === null || (agentId !== null && agentIds.includes(agentId))) return agentId;
  const [only, ...others] = agentIds;
  if (agentId === null && only !== undefined && others.length === 0) return only;
  throw new ValidationError([
    { path: 'agentId', message: `must be one of those that this key is bound to: ${agentIds.join(', ')}` },
  ]);
}

/** Throws ValidationError unless the key may call every one of the models, which it names by id or family. */
export function requireModels(
  { models: allowed }: Principal,
  models: readonly { id: string; family: string }[],
): void {
  if (allowed === null) return;
  const refused = models.find(({ id, family }) => !allowed.includes(id) && !allowed.includes(family));
  if (refused === undefined) return;
  throw new ValidationError([
    {
      path: models.length === 1 ? 'model' : 'models',
      message: `must be among those that this key may call, and "${refused.id}" is not: ${allowed.join(', ')}`,
    },
  ]);
}
