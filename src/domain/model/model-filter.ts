import { z } from 'zod';
import { labelSchema, optional } from '../field-schemas.ts';
import { MODEL_FEATURES, MODEL_KINDS } from './model.ts';
import type { ListedModel } from './model.ts';

export const modelFilterSchema = z.object({
  provider: optional(labelSchema()),
  family: optional(labelSchema()),
  kind: optional(z.enum(MODEL_KINDS)),
  name: optional(labelSchema()),
  supports: optional(z.array(z.enum(MODEL_FEATURES))),
  callable: optional(z.boolean()),
});
export type ModelFilter = z.output<typeof modelFilterSchema>;

/** Those of the models that match every field of the filter; a name matches by any part of any of the model's names. */
export function filterModels(
  models: readonly ListedModel[],
  filter: ModelFilter,
  isCallable: (model: ListedModel) => boolean,
): ListedModel[] {
  const part = filter.name?.toLowerCase();
  return models.filter(
    (model) =>
      (filter.provider === undefined || model.provider === filter.provider) &&
      (filter.family === undefined || model.family === filter.family) &&
      (filter.kind === undefined || model.kind === filter.kind) &&
      (part === undefined || namesOf(model).some((name) => name.toLowerCase().includes(part))) &&
      (filter.supports ?? []).every((feature) => model.supports.includes(feature)) &&
      (filter.callable === undefined || isCallable(model) === filter.callable),
  );
}

function namesOf({ name, aliases, snapshots }: ListedModel): string[] {
  return [name, ...aliases, ...snapshots];
}
