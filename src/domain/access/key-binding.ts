import { ValidationError } from '../errors.ts';
import type { Model } from '../model/model.ts';
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

/** Whether the key may end or judge a call that was made for that agent: those that it could make. */
export function actsFor({ agentIds }: Principal, agentId: string | null): boolean {
  return agentIds === null || (agentId !== null && agentIds.includes(agentId));
}

export type NamedModel = Pick<Model, 'id' | 'name' | 'family' | 'provider'>;

/** Throws ValidationError unless the key may call every one of the models, which it names by name or family. */
export function requireModels({ models: allowed }: Principal, models: readonly NamedModel[]): void {
  if (allowed === null) return;
  const refused = models.find((model) => !allowed.some((name) => isNamed(model, name)));
  if (refused === undefined) return;
  throw new ValidationError([
    {
      path: models.length === 1 ? 'model' : 'models',
      message: `must be among those that this key may call, and "${refused.name}" is not: ${allowed.join(', ')}`,
    },
  ]);
}

/** Whether a key means the model by that name: its own, or its family's. */
export function isNamed(model: NamedModel, name: string): boolean {
  return namesOf(model).includes(name);
}

/** What a key can name the model by. A bare name is one model's only: another provider's of the same id needs its provider. */
function namesOf({ id, name, family, provider }: NamedModel): string[] {
  const qualified = [`${provider}/${id}`, `${provider}/${family}`];
  return name === id ? [id, family, ...qualified] : [name, ...qualified];
}
