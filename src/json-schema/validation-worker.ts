// Compiles schemas and checks values, in a thread of its own. One request at a time, each answered by one `done`.
import { parentPort } from 'node:worker_threads';
import type { JsonSchema } from '../domain/output/json-schema.ts';
import type { SchemaNode } from '../domain/output/schema-keywords.ts';
import type { SchemaProblem } from '../domain/output/schema-validator.ts';
import { createBoundedCache } from '../lib/bounded-cache.ts';
import { compileWithAjv } from './compile-with-ajv.ts';
import type { AjvSchema } from './compile-with-ajv.ts';
import { toProblems } from './problem-text.ts';
import { SchemaError } from './schema-error.ts';

export interface ValidationRequest {
  schema: Pick<JsonSchema, 'draft' | 'hash' | 'text'>;
  /** A value as JSON; null when the schema is only to be compiled. */
  value: string | null;
}

export type ValidationAnswer =
  | { kind: 'compiled' }
  | { kind: 'refused'; path: readonly string[]; message: string }
  | { kind: 'valid' }
  | { kind: 'invalid'; problems: readonly SchemaProblem[] }
  | { kind: 'failed'; reason: string };

export type ValidationMessage =
  /** The thread has loaded its code: from now on it is the request that takes time. */
  | { kind: 'started' }
  /** The request's schema is compiled, and its value will be checked now. */
  | { kind: 'compiled' }
  /** The value is invalid; more problems of it are being looked for. */
  | { kind: 'decided'; problems: readonly SchemaProblem[] }
  | { kind: 'done'; answer: ValidationAnswer };

/** Compiled code takes about a hundred times as many bytes as its schema's text. */
const CACHE_MAX_TEXT_LENGTH = 500_000;

const compiledSchemas = createBoundedCache<AjvSchema>(CACHE_MAX_TEXT_LENGTH);

function send(message: ValidationMessage): void {
  parentPort?.postMessage(message);
}

function compiled(schema: ValidationRequest['schema']): AjvSchema {
  const known = compiledSchemas.get(schema.hash);
  if (known !== undefined) return known;
  const made = compileWithAjv(schema.draft, JSON.parse(schema.text) as SchemaNode);
  compiledSchemas.set(schema.hash, made, schema.text.length);
  return made;
}

function answerTo({ schema, value }: ValidationRequest): ValidationAnswer {
  try {
    const validator = compiled(schema);
    if (value === null) return { kind: 'compiled' };
    send({ kind: 'compiled' });
    return verdictOf(JSON.parse(value), validator);
  } catch (error) {
    if (error instanceof SchemaError) return { kind: 'refused', path: error.path, message: error.message };
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

function verdictOf(value: unknown, validator: AjvSchema): ValidationAnswer {
  const errors = validator.decide(value);
  if (errors === null) return { kind: 'valid' };
  const problems = toProblems(errors);
  send({ kind: 'decided', problems });
  try {
    const all = toProblems(validator.explain(value));
    return { kind: 'invalid', problems: all.length === 0 ? problems : all };
  } catch {
    // such as a stack that is too small for both nestings; invalid it is all the same
    return { kind: 'invalid', problems };
  }
}

parentPort?.on('message', (request: ValidationRequest) => {
  send({ kind: 'started' });
  send({ kind: 'done', answer: answerTo(request) });
});
