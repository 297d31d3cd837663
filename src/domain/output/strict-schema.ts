import { checkSchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { isObject } from './schema-keywords.ts';
import type { SchemaNode, SchemaObject } from './schema-keywords.ts';
import { schemasByPointer, targetOf } from './schema-references.ts';
import { closedObject, createConversion, isPlainObjectSchema, NotExpressible } from './strict-conversion.ts';
import { checkStrictLimits } from './strict-limits.ts';
import { createRestore } from './strict-restore.ts';

export type StrictResult =
  | {
      kind: 'strict';
      /** For `response_format.json_schema.schema` or a tool's `parameters`, with `strict: true`. */
      schema: SchemaObject;
      /**
       * Turns an answer to the strict schema into one to the schema it was made of: what had to be given as null because it
       * could not be left out is left out, and what isn't an object at the top is taken out of its property `value`.
       */
      restore: (answer: unknown) => unknown;
    }
  /** `note` says which part of the schema strict mode has no way to say. */
  | { kind: 'not_strict'; note: string };

/** Where a root that isn't an object is put: strict mode takes only an object at the top. */
const ROOT_PROPERTY = 'value';

/**
 * The schema in the subset that OpenAI documents for structured outputs (https://platform.openai.com/docs/guides/structured-outputs):
 * every object closed, every property required, and null in place of one that may be missing. Rules that the subset
 * does not have are left out, so that an answer is still to be validated. Throws ValidationError like `checkSchema`.
 */
export function toStrictSchema(schema: unknown): StrictResult {
  return strictSchemaOf(checkSchema(schema));
}

export function strictSchemaOf({ root: whole }: JsonSchema): StrictResult {
  const schemas = schemasByPointer(whole);
  const root = withoutReference(whole, schemas);
  const isBare = isPlainObjectSchema(root);
  try {
    const conversion = createConversion(schemas, isBare ? root : null);
    const converted = conversion.convert(root, 'the schema');
    const top = isBare ? converted : closedObject({ [ROOT_PROPERTY]: converted });
    const $defs = conversion.definitions();
    const schema = Object.keys($defs).length === 0 ? top : { ...top, $defs };
    checkStrictLimits(schema);
    const restore = createRestore(schemas, root);
    return { kind: 'strict', schema, restore: (answer) => restore(isBare ? answer : unwrapped(answer)) };
  } catch (error) {
    if (error instanceof NotExpressible) return { kind: 'not_strict', note: error.message };
    throw error;
  }
}

/** What a root that is nothing but a reference refers to. */
function withoutReference(root: SchemaNode, schemas: ReadonlyMap<string, SchemaNode>): SchemaNode {
  let node = root;
  while (typeof node === 'object' && node['$ref'] !== undefined) {
    const rules = Object.keys(node).filter((keyword) => !NO_RULES.has(keyword));
    if (rules.length > 0) break;
    node = targetOf(node, schemas);
  }
  return node;
}

const NO_RULES = new Set(['$ref', '$defs', 'definitions', 'title', 'description']);

function unwrapped(answer: unknown): unknown {
  return isObject(answer) && Object.hasOwn(answer, ROOT_PROPERTY) ? answer[ROOT_PROPERTY] : answer;
}
