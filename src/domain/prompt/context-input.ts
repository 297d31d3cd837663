import { z } from 'zod';
import { messagesSchema } from '../call/message-input.ts';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import { templateCallInputSchema } from './template-inputs.ts';

const EXAMPLES_MAX = 100;
const DOCUMENTS_MAX = 500;
const TOKEN_LIMIT_MAX = 100_000_000;
const PRIORITY_MAX = 100;
const textSchema = z.string().min(1, 'must not be empty');
const prioritySchema = optional(integerSchema(0, PRIORITY_MAX));

/**
 * What becomes of a history that is too long: its oldest messages go; or those between its beginning and its end; or the
 * oldest become a summary, which the model writes in a call of its own on the same budgets.
 */
export const HISTORY_STRATEGIES = ['drop_oldest', 'keep_ends', 'summarise'] as const;
export type HistoryStrategy = (typeof HISTORY_STRATEGIES)[number];

/** What is cut first when nothing is said: the part with the lowest priority. */
export const DEFAULT_PRIORITIES = { documents: 30, examples: 40, history: 50 } as const;
export type ContextPart = keyof typeof DEFAULT_PRIORITIES;

function listOf<Schema extends z.ZodType>(schema: Schema, most: number) {
  return optional(z.array(schema).max(most, `must have at most ${most} entries`));
}

export const contextInputSchema = z
  .object({
    system: optional(textSchema),
    template: optional(templateCallInputSchema),
    examples: listOf(z.object({ input: textSchema, output: textSchema }), EXAMPLES_MAX),
    documents: listOf(
      z.object({ title: optional(labelSchema()), text: textSchema, priority: prioritySchema }),
      DOCUMENTS_MAX,
    ),
    history: optional(messagesSchema),
    input: textSchema,
    tokenLimit: optional(integerSchema(1, TOKEN_LIMIT_MAX)),
    historyStrategy: optional(z.enum(HISTORY_STRATEGIES)),
    priorities: optional(
      z.object({ examples: prioritySchema, documents: prioritySchema, history: prioritySchema }),
    ),
  })
  .refine(({ system, template }) => system === undefined || template === undefined, {
    path: ['system'],
    message: 'cannot go with template, whose messages are the instructions',
  });
export type ContextInput = z.output<typeof contextInputSchema>;
