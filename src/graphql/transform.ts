import { z } from 'zod';
import { optional } from '../domain/field-schemas.ts';
import { transform, TRANSFORMERS } from '../domain/output/transform.ts';
import type { Transformer, TransformerName } from '../domain/output/transform.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

const VALUES_ACCEPTED = 'must have 1 to 100 entries';
const transformSchema = z
  .object({
    to: z.enum(TRANSFORMERS),
    values: optional(z.array(z.string().min(1)).min(1, VALUES_ACCEPTED).max(100, VALUES_ACCEPTED)),
    language: optional(z.string().min(1).max(50)),
  })
  .superRefine(({ to, values, language }, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (to === 'enum' && values === undefined) problem('values', 'must be given with to: ENUM');
    if (to !== 'enum' && values !== undefined) problem('values', 'is for to: ENUM only');
    if (to !== 'code' && language !== undefined) problem('language', 'is for to: CODE only');
  });

/** What an answer's text became, or why it could not. */
interface TransformedAnswer {
  value: unknown;
  problem: string | null;
}

export type TransformTypes = ReturnType<typeof defineTransform>;

/** An answer's text as a value of a domain: a list, a number, one of some words. */
export function defineTransform(builder: Builder) {
  const to = upperCaseEnum<TransformerName>(builder, 'TransformTo', 'What a text is to become.', {
    text: 'The text without the white space around it.',
    json: 'The JSON in it.',
    list: 'A list of texts: of bullets, numbers, lines, commas or a JSON array.',
    number: 'A number, as { decimal, number, unit }.',
    boolean: 'Yes or no.',
    enum: 'One of the `values`.',
    code: 'The block of code, as { code, language }.',
    table: 'A Markdown table or CSV, as { columns, rows }.',
  });

  const input = builder
    .inputType('TransformInput', {
      description: 'What a text is to become.',
      fields: (t) => ({
        to: t.field({ type: to, required: true, description: 'What.' }),
        values: t.stringList({ description: 'With ENUM: what it can be.' }),
        language: t.string({
          description: 'With CODE: the language of the block; the only block when left out.',
        }),
      }),
    })
    .validate(transformSchema);

  const transformed = builder.objectRef<TransformedAnswer>('TransformedAnswer').implement({
    description: 'What a text became. Never a guess: a text that can be read in two ways has a problem.',
    fields: (t) => ({
      value: t.expose('value', {
        type: 'JSON',
        nullable: true,
        description: 'The value; null when there is a problem.',
      }),
      problem: t.exposeString('problem', { nullable: true, description: 'Why there is no value.' }),
    }),
  });

  return { input, transformed };
}

export function transformAnswer(
  text: string,
  {
    to,
    values,
    language,
  }: {
    to: TransformerName;
    values?: readonly string[] | null | undefined;
    language?: string | null | undefined;
  },
): TransformedAnswer {
  const result = transform(text, transformerOf(to, values ?? [], language ?? undefined));
  return result.kind === 'transformed'
    ? { value: result.value.value, problem: null }
    : { value: null, problem: result.reason };
}

function transformerOf(
  to: TransformerName,
  values: readonly string[],
  language: string | undefined,
): Transformer {
  if (to === 'enum') return { to, values };
  if (to === 'code') return language === undefined ? { to } : { to, language };
  return { to };
}
