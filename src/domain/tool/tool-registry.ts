import { z } from 'zod';
import { beginningOf, redactSecrets } from '../../lib/redact-secrets.ts';
import { checkSchema } from '../output/json-schema.ts';
import { problemsOf } from '../output/schema-problems.ts';
import type { SchemaValidator } from '../output/schema-validator.ts';
import { atPath } from '../validation.ts';
import type { RegisteredTool, Tool, ToolRegistry } from './tool.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
/** Characters of an error's message that are shown. */
const REASON_CHARS_MAX = 2_000;

const toolSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of the characters A-Z a-z 0-9 _ -'),
  description: z.string().min(1, 'must not be empty').max(4096, 'must be at most 4096 characters'),
  parameters: z.unknown().refine((value) => typeof value === 'object' && value !== null, {
    message: 'must be a JSON Schema or a zod schema of an object',
  }),
  timeoutMs: z.int().min(1).max(3_600_000).default(DEFAULT_TIMEOUT_MS),
  run: z.custom<Tool['run']>((value) => typeof value === 'function', 'must be a function'),
});

/** Errors of tools are shown without the given `secrets`. Throws Error with the name of the tool that is wrong, or that is there twice. */
export function createToolRegistry(
  tools: readonly Tool[],
  schemas: SchemaValidator,
  secrets: readonly string[],
): ToolRegistry {
  const registered = new Map<string, RegisteredTool>();
  for (const tool of tools) {
    const one = register(tool, schemas, secrets);
    if (registered.has(one.name)) throw new Error(`there are two tools with the name "${one.name}"`);
    registered.set(one.name, one);
  }
  return {
    find: (name) => registered.get(name),
    definitionsOf: (names) => names.flatMap((name) => registered.get(name)?.definition ?? []),
    list: () => [...registered.values()],
  };
}

function register(tool: Tool, schemas: SchemaValidator, secrets: readonly string[]): RegisteredTool {
  const parsed = toolSchema.safeParse(tool);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the tool "${String(tool.name)}" is wrong: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { name, description, parameters, timeoutMs } = parsed.data;
  const schema = parameters instanceof z.ZodType ? z.toJSONSchema(parameters, { io: 'input' }) : parameters;
  atPath(`the parameters of the tool "${name}"`, () => checkSchema(schema));
  return {
    name,
    description,
    timeoutMs,
    definition: { name, description, parameters: schema },
    check: async (args) => {
      // kept by the validator from the first time on
      const compiled = await schemas.compile(schema);
      const problems = problemsOf(await compiled.validate(args), 'the object');
      if (problems.length > 0) return { problems };
      if (!(parameters instanceof z.ZodType)) return { value: args };
      // what JSON Schema can't say: defaults, transformations, refinements
      const strict = parameters.safeParse(args);
      if (strict.success) return { value: strict.data };
      return {
        problems: strict.error.issues.map(({ path, message }) => `${path.join('/')} ${message}`),
      };
    },
    reasonOf(error) {
      const message = error instanceof Error ? error.message : String(error);
      return redactSecrets(beginningOf(message, REASON_CHARS_MAX), secrets);
    },
    // as a method of the tool, which may need itself
    run: (args, context) => tool.run(args, context),
  };
}
