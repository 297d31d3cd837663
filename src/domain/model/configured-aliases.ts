import { z } from 'zod';

const nameSchema = z.string().min(1).max(200);
const aliasesSchema = z.record(nameSchema, z.union([nameSchema, z.array(nameSchema).min(1).max(10)]));

/**
 * Aliases of a text such as {"fast": "gpt-4o-mini", "smart": ["gpt-4o", "gpt-4.1"]}, each with its models in order, or null when it
 * isn't of that shape, or an alias stands for itself or another one.
 */
export function parseAliases(text: string): ReadonlyMap<string, readonly string[]> | null {
  const parsed = aliasesSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const aliases = new Map(
    Object.entries(parsed.data).map(([alias, models]) => [
      alias,
      typeof models === 'string' ? [models] : models,
    ]),
  );
  const isFlat = [...aliases.values()].flat().every((model) => !aliases.has(model));
  return isFlat ? aliases : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
