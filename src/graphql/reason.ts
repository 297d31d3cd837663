import { runCapability } from '../domain/capability/capability.ts';
import { reasoning } from '../domain/capability/reasoning.ts';
import type { Reasoning } from '../domain/capability/reasoning.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { ErrorTypes } from './errors.ts';

/** The reasoning capability as a mutation. */
export function defineReason(
  builder: Builder,
  types: CallTypes,
  { reasonInput }: CallInputs,
  { callErrors }: ErrorTypes,
): void {
  const success = builder.objectRef<Reasoning>('ReasonSuccess').implement({
    description: 'The model reasoned.',
    fields: (t) => ({
      operationId: t.id({ description: 'Id of the call.', resolve: ({ call }) => call.operationId }),
      reasoning: t.exposeString('reasoning', {
        description: 'What the model wrote: its steps, and its answer at the end.',
      }),
      model: t.string({ description: 'The model that answered.', resolve: ({ call }) => call.model }),
      usage: t.field({
        type: types.tokenUsage,
        description: 'Tokens of all attempts together.',
        resolve: ({ call }) => toTokenUsage(call.usage),
      }),
      cost: t.field({
        type: types.cost,
        description: 'Cost of all attempts together.',
        resolve: ({ call }) => call.cost,
      }),
      call: t.expose('call', { type: types.call, description: 'The record of the call.' }),
    }),
  });

  builder.mutationField('reason', (t) =>
    t.field({
      type: success,
      description: 'Reasons about a prompt step by step, within every budget that counts the call.',
      authScopes: { agent: true },
      errors: { types: callErrors, union: { name: 'ReasonResult', description: 'What `reason` can give.' } },
      args: {
        input: t.arg({ type: reasonInput, required: true, description: 'The question and how to run it.' }),
      },
      resolve: (_, { input }, { principal, services }) =>
        runCapability(
          { ...services.calls, promptMaxBytes: services.promptMaxBytes },
          principal,
          reasoning,
          input,
        ),
    }),
  );
}
