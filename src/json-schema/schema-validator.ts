import { checkSchema, refuse } from '../domain/output/json-schema.ts';
import type { JsonSchema } from '../domain/output/json-schema.ts';
import type { CompiledSchema, SchemaValidator, SchemaVerdict } from '../domain/output/schema-validator.ts';
import { createBoundedCache } from '../lib/bounded-cache.ts';
import { createValidationThread } from './validation-thread.ts';

export interface SchemaValidatorOptions {
  /**
   * Milliseconds that one schema may be compiled for.
   * @default 5000
   */
  compileDeadlineMs?: number;
  /**
   * Milliseconds that one value may be checked for.
   * @default 1000
   */
  validateDeadlineMs?: number;
  /** Called when a thread cannot start or dies, which leaves values undecided; for the log. */
  onWorkerError?: (error: unknown) => void;
}

/** The dearest schema within SCHEMA_LIMITS takes about a second when nothing else needs the processor. */
const COMPILE_DEADLINE_MS = 5000;
const VALIDATE_DEADLINE_MS = 1000;
/** Schemas below this are compiled in some 10 ms, and never wait for one that takes seconds. */
const SMALL_MAX_NODES = 200;
const CACHE_MAX_TEXT_LENGTH = 4_000_000;
const MAX_VALUE_LENGTH = 2_000_000;
/** How many schemas that took too long are refused at once when they come again. */
const MAX_REMEMBERED_SLOW = 1000;

/** Compiles and checks with ajv in worker threads that end with their deadline; patterns are RE2's, linear in the text. */
export function createSchemaValidator(options: SchemaValidatorOptions = {}): SchemaValidator {
  const deadlines = {
    compileDeadlineMs: options.compileDeadlineMs ?? COMPILE_DEADLINE_MS,
    validateDeadlineMs: options.validateDeadlineMs ?? VALIDATE_DEADLINE_MS,
    onError: options.onWorkerError,
  };
  const smallThread = createValidationThread(deadlines);
  const largeThread = createValidationThread(deadlines);
  const compiled = createBoundedCache<Promise<CompiledSchema>>(CACHE_MAX_TEXT_LENGTH);
  const slow = createBoundedCache<true>(MAX_REMEMBERED_SLOW);

  function run({ draft, hash, text, nodes }: JsonSchema, value: string | null) {
    const thread = nodes <= SMALL_MAX_NODES ? smallThread : largeThread;
    return thread.run({ schema: { draft, hash, text }, value });
  }

  async function compileFirst(schema: JsonSchema): Promise<CompiledSchema> {
    if (slow.get(schema.hash) === true) refuseSlow();
    const answer = await run(schema, null);
    if (answer.kind === 'refused') refuse(answer.path, answer.message);
    if (answer.kind === 'late') {
      slow.set(schema.hash, true, 1);
      refuseSlow();
    }
    if (answer.kind === 'failed') refuse([], `could not be compiled: ${answer.reason}`);
    return { schema, validate: (value) => validate(schema, value) };
  }

  async function validate(schema: JsonSchema, value: unknown): Promise<SchemaVerdict> {
    const text = toJson(value);
    if (text === null || text.length > MAX_VALUE_LENGTH) {
      return {
        kind: 'undecided',
        reason: `the value is larger than ${MAX_VALUE_LENGTH} characters of JSON, or nested too deeply`,
      };
    }
    const answer = await run(schema, text);
    switch (answer.kind) {
      case 'valid':
      case 'invalid':
        return answer;
      case 'late':
        return { kind: 'undecided', reason: 'checking the value against the schema took too long' };
      case 'failed':
        return { kind: 'undecided', reason: answer.reason };
      case 'refused':
      case 'compiled':
        return { kind: 'undecided', reason: 'the schema could not be compiled again' };
    }
  }

  return {
    async compile(schema) {
      const checked = checkSchema(schema);
      const known = compiled.get(checked.hash);
      if (known !== undefined) return known;
      const compiling = compileFirst(checked);
      compiled.set(checked.hash, compiling, checked.text.length);
      compiling.catch(() => compiled.delete(checked.hash));
      return compiling;
    },
    async close() {
      await Promise.all([smallThread.close(), largeThread.close()]);
    },
  };
}

function refuseSlow(): never {
  refuse([], 'takes too long to compile; make it smaller');
}

function toJson(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}
