import type { InputFields } from './builder.ts';

/** What a model costs, in the input of a price and of a call that brings its own. */
export function rateFields(t: InputFields) {
  return {
    input: t.field({ type: 'Decimal', required: true, description: 'Prompt tokens.' }),
    output: t.field({ type: 'Decimal', required: true, description: 'Answer tokens, reasoning too.' }),
    cacheRead: t.field({
      type: 'Decimal',
      description: 'Prompt tokens read from a cache; as `input` when left out.',
    }),
    cacheWrite: t.field({
      type: 'Decimal',
      description: 'Prompt tokens written to a cache; as `input` when left out.',
    }),
  };
}
