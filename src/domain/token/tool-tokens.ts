import type { ToolChoice, ToolDefinition } from './countable-request.ts';
import { schemaText } from './schema-text.ts';
import type { ReferenceBudget } from './schema-text.ts';

const REFERENCED_CHARACTERS_MAX = 131_072;

/**
 * What stands between the system message and the functions, measured: the cookbook's example with a tool
 * (105 tokens with cl100k_base, 101 with o200k_base) leaves as many to it, and so do the counts that
 * github.com/hmarr/openai-chat-tokens and github.com/pamelafox/openai-messages-token-helper got from the API.
 */
export const TOKENS_BEFORE_TOOLS = 5;

/** Measured by the same: `none`, and a choice by name besides the name. */
const TOKENS_FOR_NONE = 1;
const TOKENS_FOR_NAMED = 7;

/**
 * What the model reads of its tools: the text is counted in place of the cookbook's constants (`func_init` and
 * so on), which reproduce its one example but are a third too low for nested objects. As that text it reproduces
 * the example to the token.
 */
export function toolsText(tools: readonly ToolDefinition[]): string {
  const budget = { charactersLeft: REFERENCED_CHARACTERS_MAX };
  const functions = tools.map((tool) => functionText(tool, budget));
  return ['namespace functions {', '', ...functions, '} // namespace functions'].join('\n');
}

/** Tokens of the choice besides those of the name in it, which `choiceTexts` gives. */
export function choiceTokens(choice: ToolChoice): number {
  if (choice === 'auto') return 0;
  // nobody has published a count of `required`, which says less than a choice by name
  return choice === 'none' ? TOKENS_FOR_NONE : TOKENS_FOR_NAMED;
}

export function choiceTexts(choice: ToolChoice): string[] {
  return typeof choice === 'string' ? [] : [choice.name];
}

function functionText({ name, description, parameters }: ToolDefinition, budget: ReferenceBudget): string {
  const type = schemaText(parameters, budget);
  const comments = (description ?? '') === '' ? [] : (description ?? '').split('\n');
  const signature = `type ${name} = (${type === null ? '' : `_: ${type}`}) => any;`;
  return [...comments.map((line) => `// ${line}`), signature, ''].join('\n');
}
