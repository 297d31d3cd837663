import type { AnsweredCall } from '../domain/call/call-failure.ts';
import { runCapability } from '../domain/capability/capability.ts';
import type { Capability } from '../domain/capability/capability.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { ErrorTypes } from './errors.ts';
import { fieldsOf } from './zod-fields.ts';

type Result = Readonly<Record<string, unknown>> & { call: AnsweredCall };

/** Each capability as a mutation, made of what it says of itself. */
export function defineCapabilities(
  builder: Builder,
  types: CallTypes,
  inputs: CallInputs,
  errors: ErrorTypes,
  capabilities: readonly Capability[],
): void {
  for (const capability of capabilities) defineCapability(builder, types, inputs, errors, capability);
}

function defineCapability(
  builder: Builder,
  types: CallTypes,
  { completionOptions }: CallInputs,
  { callErrors }: ErrorTypes,
  capability: Capability,
): void {
  const { mutation, description, result } = capability;
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const shown = shownParamsOf(capability);

  const success = builder.objectRef<Result>(`${name}Success`).implement({
    description: result.description ?? '',
    fields: (t) => ({
      ...Object.fromEntries(
        fieldsOf(result, 'output').map(({ name: field, type, isList, isRequired, description: text }) => {
          const resolve = (given: Result): unknown => given[field];
          const shared = { nullable: !isRequired, description: text, resolve: resolve as never };
          return [field, isList ? t.field({ ...shared, type: [type] }) : t.field({ ...shared, type })];
        }),
      ),
      operationId: t.id({ description: 'Id of the call.', resolve: ({ call }) => call.operationId }),
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
      call: t.field({
        type: types.call,
        description: 'The record of the call.',
        resolve: ({ call }) => call,
      }),
    }),
  });

  const input = builder
    .inputType(`${name}Input`, {
      description: shown.description ?? '',
      fields: (t) => ({
        ...Object.fromEntries(
          fieldsOf(shown, 'input').map(({ name: field, type, isList, isRequired, description: text }) => {
            const shared = { required: isRequired, description: text };
            return [field, isList ? t.field({ ...shared, type: [type] }) : t.field({ ...shared, type })];
          }),
        ),
        ...(capability.takesCallOptions === true ? completionOptions(t) : {}),
      }),
    })
    .validate(capability.params);

  builder.mutationField(mutation, (t) =>
    t.field({
      type: success,
      description,
      authScopes: { agent: true },
      errors: {
        types: callErrors,
        union: { name: `${name}Result`, description: `What \`${mutation}\` can give.` },
      },
      args: {
        input: t.arg({ type: input, required: true, description: 'What it is for, and how to run it.' }),
      },
      resolve: (_, args, { principal, services }) => {
        const parts = { ...services.calls, promptMaxBytes: services.promptMaxBytes };
        return runCapability(parts, principal, capability, args.input);
      },
    }),
  );
}

function shownParamsOf({ shownParams, params, mutation }: Capability) {
  if (shownParams !== undefined) return shownParams;
  if ('shape' in params) return params as NonNullable<Capability['shownParams']>;
  throw new Error(`the capability "${mutation}" has params that are no object, and no shownParams`);
}
