import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { optional } from '../field-schemas.ts';
import { contextInputSchema } from './context-input.ts';
import type { ContextInput } from './context-input.ts';
import { templateCallInputSchema } from './template-inputs.ts';
import type { TemplateCallInput } from './template-inputs.ts';

/** The fields of a call's input that stand for messages which are made when the call is. */
export const promptSourceShape = {
  template: optional(templateCallInputSchema),
  context: optional(contextInputSchema),
  costEfficient: optional(z.boolean()),
};
type PromptSourceInput = z.output<z.ZodObject<typeof promptSourceShape>>;

/** What the messages of a call are made of, besides those that it gives itself. */
export interface PromptSource {
  template: TemplateCallInput | null;
  context: ContextInput | null;
  /** Whether the built-in cost-efficient instructions come first. */
  costEfficient: boolean;
}

/** Null when the call gives all of its messages itself. */
export function toPromptSource(input: Partial<PromptSourceInput>): PromptSource | null {
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

/** Throws ValidationError unless exactly one of them is given; `first` is the one that is named for none. */
export function checkOneSource(sources: Readonly<Record<string, unknown>>, first: string): void {
  const names = Object.keys(sources);
  const given = names.filter((name) => sources[name] !== undefined);
  if (given.length === 1) return;
  const others = names.filter((name) => name !== first).join(', ');
  throw new ValidationError([
    { path: first, message: `must be given, or one of ${others}; only one of them` },
  ]);
}
