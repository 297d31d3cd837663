import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { integerSchema, optional } from '../field-schemas.ts';
import { checkSchema } from '../output/json-schema.ts';
import type { ToolChoice } from '../token/countable-request.ts';
import type { ToolRegistry } from '../tool/tool.ts';
import { atPath } from '../validation.ts';
import type { ToolUse } from './call-request.ts';

const TOOLS_MAX = 128;
const STEPS_MAX = 20;
const STEPS_WITH_SERVER_TOOLS = 5;
const RESULT_BYTES_LEAST = 256;
const RESULT_BYTES_MOST = 65_536;
const RESULT_BYTES_DEFAULT = 4_096;
/** OpenAI's limits of a function's name and description. */
export const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/;
export const TOOL_NAME_ACCEPTED = 'must be 1 to 64 of the characters A-Z a-z 0-9 _ -';
const DESCRIPTION_ACCEPTED = 'must be at most 4096 characters';

export const TOOL_CHOICES = ['auto', 'none', 'required'] as const;
export const TOOL_ERROR_POLICIES = ['feed_back', 'fail'] as const;

const nameSchema = z.string().regex(TOOL_NAME, TOOL_NAME_ACCEPTED);
const toolSchema = z.object({
  name: nameSchema,
  description: optional(z.string().max(4096, DESCRIPTION_ACCEPTED)),
  parameters: optional(z.record(z.string(), z.unknown())),
});

/** The fields of a chat's input that are about tools. */
export const toolUseShape = {
  tools: optional(z.array(toolSchema).max(TOOLS_MAX, `must have at most ${TOOLS_MAX} entries`)),
  serverTools: optional(z.array(nameSchema).max(TOOLS_MAX, `must have at most ${TOOLS_MAX} entries`)),
  toolChoice: optional(
    z
      .object({ mode: optional(z.enum(TOOL_CHOICES)), name: optional(nameSchema) })
      .refine(
        ({ mode, name }) => (mode === undefined) !== (name === undefined),
        'must have either mode or name',
      ),
  ),
  parallelToolCalls: optional(z.boolean()),
  maxSteps: optional(integerSchema(1, STEPS_MAX)),
  toolResultMaxBytes: optional(integerSchema(RESULT_BYTES_LEAST, RESULT_BYTES_MOST)),
  onToolError: optional(z.enum(TOOL_ERROR_POLICIES)),
};

type ToolUseInput = z.output<z.ZodObject<typeof toolUseShape>>;

/** Null without tools. Throws ValidationError for names that are taken, and for parameters that are no JSON Schema. */
export function toToolUse(input: ToolUseInput): ToolUse | null {
  const { tools = [], serverTools = [], toolChoice } = input;
  const names = [...tools.map(({ name }) => name), ...serverTools];
  const firstOf = (name: string) => names.indexOf(name);
  const pathOf = (index: number) =>
    index < tools.length ? `tools.${index}.name` : `serverTools.${index - tools.length}`;
  const problems = [
    ...names.flatMap((name, index) =>
      firstOf(name) === index
        ? []
        : [{ path: pathOf(index), message: `"${name}" is the name of another tool` }],
    ),
  ];
  if (toolChoice?.name !== undefined && !names.includes(toolChoice.name))
    problems.push({ path: 'toolChoice.name', message: 'must be one of the tools of this call' });
  if (toolChoice?.mode === 'required' && names.length === 0)
    problems.push({ path: 'toolChoice.mode', message: 'is for a call with tools' });
  if (problems.length > 0) throw new ValidationError(problems);
  for (const [index, { parameters }] of tools.entries()) {
    if (parameters !== undefined) atPath(`tools.${index}.parameters`, () => checkSchema(parameters));
  }
  if (names.length === 0) return null;
  return {
    definitions: tools,
    serverTools,
    choice: toChoice(toolChoice),
    parallel: input.parallelToolCalls ?? true,
    stepsMax: input.maxSteps ?? (serverTools.length > 0 ? STEPS_WITH_SERVER_TOOLS : 1),
    resultBytesMax: input.toolResultMaxBytes ?? RESULT_BYTES_DEFAULT,
    onError: input.onToolError ?? 'feed_back',
  };
}

/** Throws ValidationError for server tools that are not registered. */
export function requireRegistered({ serverTools }: ToolUse, tools: ToolRegistry): void {
  const problems = serverTools.flatMap((name, index) =>
    tools.find(name) === undefined
      ? [{ path: `serverTools.${index}`, message: `there is no registered tool "${name}"` }]
      : [],
  );
  if (problems.length > 0) throw new ValidationError(problems);
}

function toChoice(choice: ToolUseInput['toolChoice']): ToolChoice {
  return choice?.name === undefined ? (choice?.mode ?? 'auto') : { name: choice.name };
}
