import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { optional } from '../field-schemas.ts';
import { contextInputSchema } from './context-input.ts';
import { templateCallInputSchema } from './template-inputs.ts';

/** The fields of a call's input that stand for messages which are made when the call is. */
export const promptSourceShape = {
  template: optional(templateCallInputSchema),
  context: optional(contextInputSchema),
  costEfficient: optional(z.boolean()),
};

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
