import type { ContextInput } from './context-input.ts';
import type { TemplateCallInput } from './template-inputs.ts';

/** What the messages of a call are made of, besides those that it gives itself. */
export interface PromptSource {
  template: TemplateCallInput | null;
  context: ContextInput | null;
  /** Whether the built-in cost-efficient instructions come first. */
  costEfficient: boolean;
}

export interface PromptSourceInput {
  template?: TemplateCallInput | undefined;
  context?: ContextInput | undefined;
  costEfficient?: boolean | undefined;
}

/** Null when the call gives all of its messages itself. */
export function toPromptSource(input: PromptSourceInput): PromptSource | null {
  const { template = null, context = null, costEfficient = false } = input;
  return template === null && context === null && !costEfficient
    ? null
    : { template, context, costEfficient };
}

/** The same for sources that ask for the same, whatever order their fields have. */
export function canonicalSource({ template, context, costEfficient }: PromptSource): unknown {
  const known = (call: TemplateCallInput) => ({
    ...call,
    variables: Object.fromEntries(call.variables ?? []),
  });
  return {
    template: template && known(template),
    context: context && { ...context, template: context.template && known(context.template) },
    costEfficient,
  };
}
