import { definedOnly } from '../../lib/defined-only.ts';
import { ValidationError } from '../errors.ts';
import type { FieldProblem } from '../errors.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { variablesOfLiquid } from './liquid.ts';
import { LiquidFormatError } from './liquid-errors.ts';
import { loadPartials } from './load-partials.ts';
import { parsePlaceholders, PlaceholderError } from './placeholders.ts';
import type { PromptLibrary } from './prompt-library.ts';
import { textsOf } from './template.ts';
import type { TemplateBody, TemplateContent, TemplateFormat, TemplateVariable } from './template.ts';
import { TEMPLATE_MAX_BYTES } from './template-inputs.ts';
import type { ContentInput, VariableInput } from './template-inputs.ts';
import { typeProblem } from './template-values.ts';
import type { TokenCounter } from '../token/token-counter.ts';

export interface ContentParts {
  library: PromptLibrary;
  tokenCounter: TokenCounter;
}

/**
 * The content of a version as its author gives it, checked: its texts are in the format, its partials exist, and the
 * variables that it declares are those that it uses. Variables that are not declared at all are taken from the texts.
 * Throws ValidationError.
 */
export async function toContent(
  { library, tokenCounter }: ContentParts,
  projectId: string,
  templateId: string,
  input: ContentInput,
): Promise<TemplateContent> {
  const format = input.format ?? 'simple';
  const body: TemplateBody =
    input.messages === undefined
      ? { kind: 'text', text: input.template ?? '' }
      : { kind: 'chat', messages: input.messages };
  const examples = input.examples ?? [];
  checkLength([...textsOf(body), ...examples.flatMap((example) => [example.input, example.output])]);
  const used = await usedVariables(library, projectId, templateId, format, body);
  const variables = toVariables(input.variables, used);
  const content: TemplateContent = {
    format,
    body,
    variables,
    examples,
    model: input.model ?? null,
    parameters: definedOnly(input.parameters ?? {}),
    parametersByModel: (input.parametersByModel ?? []).map(({ model, parameters }) => ({
      model,
      parameters: definedOnly(parameters),
    })),
    responseSchema: input.responseSchema ?? null,
    tokenEstimates: [],
  };
  return { ...content, tokenEstimates: await estimateTokens(tokenCounter, content) };
}

/** Where each text of a body stands in the input. */
function pathsOf(body: TemplateBody): string[] {
  return body.kind === 'text' ? ['template'] : body.messages.map((_, index) => `messages.${index}.content`);
}

async function usedVariables(
  library: PromptLibrary,
  projectId: string,
  templateId: string,
  format: TemplateFormat,
  body: TemplateBody,
): Promise<string[]> {
  const texts = textsOf(body);
  const paths = pathsOf(body);
  if (format === 'simple') {
    const names = texts.flatMap((text, index) => {
      return atPath(text, paths[index] ?? '', () => parsePlaceholders(text).names);
    });
    return [...new Set(names)].sort();
  }
  try {
    const { sources } = await loadPartials(library, projectId, { templateId, format, texts });
    const names = texts.flatMap((text, index) => {
      return atPath(text, paths[index] ?? '', () => variablesOfLiquid({ texts: [text], partials: sources }));
    });
    return [...new Set(names)].sort();
  } catch (error) {
    if (error instanceof LiquidFormatError)
      throw new ValidationError([{ path: paths[0] ?? '', message: error.message }]);
    throw error;
  }
}

/** Runs the parser; what it finds wrong is a problem of the field. */
function atPath(text: string, path: string, parse: () => readonly string[]): readonly string[] {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LiquidFormatError) throw new ValidationError([{ path, message: error.message }]);
    if (!(error instanceof PlaceholderError)) throw error;
    const before = text.slice(0, error.at).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new ValidationError([{ path, message: `${error.message} (${place})` }]);
  }
}

function toVariables(
  declared: readonly VariableInput[] | undefined,
  used: readonly string[],
): TemplateVariable[] {
  if (declared === undefined) {
    return used.map((name) => ({ name, type: 'any', required: true, default: null, description: null }));
  }
  const problems: FieldProblem[] = [];
  const names = declared.map(({ name }) => name);
  for (const [index, variable] of declared.entries()) {
    const { name, type = 'any', required, default: fallback } = variable;
    const add = (field: string, message: string) =>
      problems.push({ path: `variables.${index}.${field}`, message });
    if (names.indexOf(name) !== index) add('name', `declares "${name}" a second time`);
    else if (!used.includes(name))
      add(
        'name',
        `declares "${name}", which the template does not use; in the simple format a placeholder is {${name}}, and {{ stands for a literal brace`,
      );
    const problem = isGiven(fallback) ? typeProblem(type, fallback) : null;
    if (problem !== null) add('default', problem);
    if (required === true && isGiven(fallback))
      add('required', 'must not be true for a variable with a default');
  }
  const undeclared = used.filter((name) => !names.includes(name));
  if (undeclared.length > 0)
    problems.push({
      path: 'variables',
      message: `must declare every variable that the template uses; missing: ${undeclared.join(', ')}`,
    });
  if (problems.length > 0) throw new ValidationError(problems);
  return declared.map(({ name, type, required, default: fallback, description }) => ({
    name,
    type: type ?? 'any',
    required: required ?? !isGiven(fallback),
    default: fallback ?? null,
    description: description ?? null,
  }));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function checkLength(texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= TEMPLATE_MAX_BYTES) return;
  throw new ValidationError([
    {
      path: 'template',
      message: `must be at most ${TEMPLATE_MAX_BYTES} bytes of UTF-8 with its examples; got ${bytes}`,
    },
  ]);
}
