import type { SetPrice } from '../domain/price/price-store.ts';
import { setModelPrice, setModelPriceInputSchema } from '../domain/price/set-model-price.ts';
import type { Builder } from './builder.ts';
import type { ErrorTypes } from './errors.ts';
import { rateFields } from './model-rates.ts';
import type { ModelTypes } from './models.ts';

/** Prices at run time: for models that no list knows, or that cost something else here. */
export function defineSetModelPrice(
  builder: Builder,
  { priceTier }: ModelTypes,
  { createErrors }: ErrorTypes,
): void {
  const input = builder
    .inputType('SetModelPriceInput', {
      description: 'A price of a model, in US dollars per million tokens.',
      fields: (t) => ({
        model: t.string({ required: true, description: 'The model, by the name that calls give.' }),
        ...rateFields(t),
        effectiveFrom: t.field({
          type: 'DateTime',
          description: 'Calls dispatched from this instant on have it; now when left out.',
        }),
      }),
    })
    .validate(setModelPriceInputSchema);

  const success = builder.objectRef<SetPrice>('SetModelPriceSuccess').implement({
    description: 'The price was set. Calls that were dispatched before keep theirs.',
    fields: (t) => ({
      model: t.exposeString('model', { description: 'The model.' }),
      version: t.exposeString('version', {
        description: 'Names this price for ever; the cost of a call has it as `priceVersion`.',
      }),
      effectiveFrom: t.expose('effectiveFrom', { type: 'DateTime', description: 'From when on it holds.' }),
      tiers: t.field({ type: [priceTier], description: 'What was set.', resolve: ({ tiers }) => [...tiers] }),
    }),
  });

  builder.mutationField('setModelPrice', (t) =>
    t.field({
      type: success,
      description:
        'Sets what a model costs from an instant on. Other processes on the same store use it within a second.',
      authScopes: { admin: true },
      errors: {
        types: createErrors,
        union: { name: 'SetModelPriceResult', description: 'What `setModelPrice` can give.' },
      },
      args: { input: t.arg({ type: input, required: true, description: 'The price.' }) },
      resolve: (_, args, { principal, services }) =>
        setModelPrice(
          services.storage.prices,
          services.calls.models,
          principal,
          args.input,
          services.clock.now(),
        ),
    }),
  );
}
