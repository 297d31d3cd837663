import { isObject } from './schema-keywords.ts';
import { NotExpressible } from './strict-conversion.ts';

/** Limits of OpenAI's structured outputs that a schema within SCHEMA_LIMITS can be beyond. */
const MAX_OBJECT_LEVELS = 10;
const MAX_ENUM_VALUES = 1000;
const LONG_ENUM = { values: 250, maxLength: 15_000 };

/** Throws NotExpressible. */
export function checkStrictLimits(schema: unknown): void {
  let enumValues = 0;

  function visit(node: unknown, levels: number): void {
    if (levels > MAX_OBJECT_LEVELS) {
      throw new NotExpressible(`objects are nested deeper than ${MAX_OBJECT_LEVELS} levels`);
    }
    if (Array.isArray(node)) {
      for (const entry of node) visit(entry, levels);
      return;
    }
    if (!isObject(node)) return;
    if (Array.isArray(node['enum'])) {
      enumValues += node['enum'].length;
      const length = node['enum'].reduce((sum: number, value) => sum + String(value).length, 0);
      if (node['enum'].length > LONG_ENUM.values && length > LONG_ENUM.maxLength) {
        throw new NotExpressible(
          `an enum of more than ${LONG_ENUM.values} values has more than ${LONG_ENUM.maxLength} characters`,
        );
      }
    }
    for (const property of Object.values(node['properties'] ?? {})) visit(property, levels + 1);
    visit(node['items'], levels);
    visit(node['anyOf'], levels);
    for (const definition of Object.values(node['$defs'] ?? {})) visit(definition, 0);
  }

  visit(schema, 0);
  if (enumValues > MAX_ENUM_VALUES)
    throw new NotExpressible(`there are more than ${MAX_ENUM_VALUES} enum values`);
}
