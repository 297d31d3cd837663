// Turns a checked schema into ajv's code. Only the worker thread does: it takes up to seconds.
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject, ErrorObject, Options, ValidateFunction } from 'ajv';
import type { SchemaDraft } from '../domain/output/json-schema.ts';
import { childrenOf } from '../domain/output/schema-keywords.ts';
import type { SchemaNode } from '../domain/output/schema-keywords.ts';
import { unescapePointer } from '../domain/output/schema-references.ts';
import { canonicalJson } from './canonical-json.ts';
import { compilePatterns } from './compile-patterns.ts';
import type { LinearPattern } from './linear-pattern.ts';
import { messageOf } from './problem-text.ts';
import { SchemaError } from './schema-error.ts';

export interface AjvSchema {
  /** The first error, which is found without looking into every alternative; null when the value is valid. */
  decide(value: unknown): readonly ErrorObject[] | null;
  /** All errors of an invalid value. */
  explain(value: unknown): readonly ErrorObject[];
}

const OPTIONS: Options = {
  // unknown keywords and formats are annotations, as the standard has it
  strict: false,
  validateFormats: false,
  logger: false,
  meta: false,
  validateSchema: false,
  // a definition becomes one function, however often it is referred to: inlined, few bytes become megabytes of code
  inlineRefs: false,
  // `constructor` and `toString` are properties only where the JSON has them
  ownProperties: true,
  verbose: true,
};

const WIDE_MIN_PROPERTIES = 100;

const CLASSES = { '2020-12': Ajv2020, '07': Ajv };
const metaSchemas = new Map<SchemaDraft, Ajv>();

/** Throws SchemaError. */
export function compileWithAjv(draft: SchemaDraft, root: SchemaNode): AjvSchema {
  checkAgainstMetaSchema(draft, root);
  const patterns = compilePatterns(root);
  const decide = compile(draft, root, patterns, isWide(root));
  let explain = isWide(root) ? decide : undefined;
  return {
    decide: (value) => (decide(value) ? null : (decide.errors ?? [])),
    explain(value) {
      explain ??= compile(draft, root, patterns, true);
      return explain(value) ? [] : (explain.errors ?? []);
    },
  };
}

/**
 * True when an object has so many properties that code which stops at the first error, and is nested once more for each of
 * them, takes V8 several times as long as code that goes on.
 */
function isWide(node: SchemaNode): boolean {
  if (typeof node === 'boolean') return false;
  if (Object.keys(node['properties'] ?? {}).length > WIDE_MIN_PROPERTIES) return true;
  for (const [, , child] of childrenOf(node)) if (isWide(child)) return true;
  return false;
}

function checkAgainstMetaSchema(draft: SchemaDraft, root: SchemaNode): void {
  let meta = metaSchemas.get(draft);
  if (meta === undefined) {
    meta = new CLASSES[draft]({ strict: false, validateFormats: false, logger: false, verbose: true });
    metaSchemas.set(draft, meta);
  }
  if (meta.validateSchema(root)) return;
  const error = meta.errors?.[0];
  const path = (error?.instancePath ?? '').split('/').slice(1);
  const message = error === undefined ? null : messageOf(error);
  throw new SchemaError(path.map(unescapePointer), message ?? 'is no valid JSON Schema');
}

/** An instance for each schema: what ajv has compiled once, an instance never forgets. */
function compile(
  draft: SchemaDraft,
  root: SchemaNode,
  patterns: ReadonlyMap<string, LinearPattern>,
  allErrors: boolean,
): ValidateFunction {
  const regExp = (pattern: string): LinearPattern => {
    const compiled = patterns.get(pattern);
    if (compiled === undefined) throw new Error(`pattern ${pattern}`);
    return compiled;
  };
  const code = { regExp: Object.assign(regExp, { code: 'regExp' }) };
  const ajv = new CLASSES[draft]({ ...OPTIONS, allErrors, code });
  replaceKeywords(ajv);
  try {
    return ajv.compile(root as AnySchemaObject);
  } catch (error) {
    throw new SchemaError(
      [],
      `cannot be compiled: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Four keywords of our own. ajv compares each item with each other, and calls a `valueOf` that the value may have as
 * its property; and of decimal fractions it says that 19.99 is no multiple of 0.01.
 */
function replaceKeywords(ajv: Ajv): void {
  for (const keyword of ['enum', 'const', 'uniqueItems', 'multipleOf']) ajv.removeKeyword(keyword);
  ajv.addKeyword({ keyword: 'const', compile: (allowed: unknown) => isOneOf([allowed]) });
  ajv.addKeyword({ keyword: 'enum', schemaType: 'array', compile: isOneOf });
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    compile: (unique: boolean) => (items: unknown[]) =>
      !unique || new Set(items.map(canonicalJson)).size === items.length,
  });
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    compile: (step: number) => (value: number) => Math.abs(Math.round(value / step) - value / step) <= 1e-8,
  });
}

function isOneOf(allowed: readonly unknown[]): (value: unknown) => boolean {
  const texts = new Set(allowed.map(canonicalJson));
  const scalarsOnly = allowed.every((value) => typeof value !== 'object' || value === null);
  return (value) => {
    if (scalarsOnly && typeof value === 'object' && value !== null) return false;
    return texts.has(canonicalJson(value));
  };
}
