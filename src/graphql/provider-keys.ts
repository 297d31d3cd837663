import {
  deleteProviderKey,
  setProviderKey,
  setProviderKeyInputSchema,
} from '../domain/provider/manage-provider-keys.ts';
import type { ProviderKey } from '../domain/provider/provider-key.ts';
import { SecretsKeyMissingError } from '../domain/secret/secret-errors.ts';
import type { AccessTypes } from './access-types.ts';
import type { Builder } from './builder.ts';
import type { ErrorTypes } from './errors.ts';

/** More than there are providers: for the cost of a query. */
const PROVIDERS = 10;

/** Projects' own keys at providers. None of them can be read again. */
export function defineProviderKeys(
  builder: Builder,
  { actor }: AccessTypes,
  { createErrors, changeErrors }: ErrorTypes,
): void {
  const providerKey = builder.objectRef<ProviderKey>('ProviderKey').implement({
    description: "A project's own key at a provider. Its calls are made with it. Nobody can read it.",
    fields: (t) => ({
      provider: t.exposeID('provider', { description: 'Which provider.' }),
      hint: t.exposeString('hint', { description: 'The last four characters of the key.' }),
      baseUrl: t.exposeString('baseUrl', {
        nullable: true,
        description: "Where calls are sent; null for the provider's own address.",
      }),
      setAt: t.expose('setAt', { type: 'DateTime', description: 'When it was set.' }),
      setBy: t.expose('setBy', { type: actor, description: 'Who has set it.' }),
    }),
  });

  const setInput = builder
    .inputType('SetProviderKeyInput', {
      description: "The project's own key at a provider.",
      fields: (t) => ({
        provider: t.id({ required: true, description: 'Which provider: openai.' }),
        apiKey: t.string({
          required: true,
          description: 'The key: 16 to 1000 printable ASCII characters without spaces.',
        }),
        baseUrl: t.string({
          description:
            "A server that speaks the provider's protocol: a public https URL. The provider's own address when left out.",
        }),
      }),
    })
    .validate(setProviderKeyInputSchema);
  builder.mutationField('setProviderKey', (t) =>
    t.field({
      type: builder.objectRef<ProviderKey>('SetProviderKeySuccess').implement({
        description: 'Calls that begin now are made with the key.',
        fields: (f) => ({
          providerKey: f.field({ type: providerKey, description: 'The key.', resolve: (key) => key }),
        }),
      }),
      description:
        'Gives the project a key of its own at a provider, in the place of the one that it had. It is kept sealed, and used on every instance within seconds.',
      authScopes: { admin: true },
      errors: {
        types: [...createErrors, SecretsKeyMissingError],
        union: { name: 'SetProviderKeyResult', description: 'What `setProviderKey` can give.' },
      },
      args: { input: t.arg({ type: setInput, required: true, description: 'The key.' }) },
      resolve: (_, { input }, { principal, services }) =>
        setProviderKey(services.providerKeys, principal, input, services.clock.now()),
    }),
  );

  const deleteInput = builder.inputType('DeleteProviderKeyInput', {
    description: 'Which key to delete.',
    fields: (t) => ({ provider: t.id({ required: true, description: 'Its provider.' }) }),
  });
  builder.mutationField('deleteProviderKey', (t) =>
    t.field({
      type: builder.objectRef<{ provider: string }>('DeleteProviderKeySuccess').implement({
        description: 'The key was deleted.',
        fields: (f) => ({ provider: f.exposeID('provider', { description: 'Its provider.' }) }),
      }),
      description:
        "Deletes the project's key at a provider. Calls that begin now are made with that of the server, if it has one.",
      authScopes: { admin: true },
      errors: {
        types: changeErrors,
        union: { name: 'DeleteProviderKeyResult', description: 'What `deleteProviderKey` can give.' },
      },
      args: { input: t.arg({ type: deleteInput, required: true, description: 'Which one.' }) },
      resolve: async (_, { input: { provider } }, { principal, services }) => {
        await deleteProviderKey(services.providerKeys, principal, provider, services.clock.now());
        return { provider };
      },
    }),
  );

  builder.queryField('providerKeys', (t) =>
    t.field({
      type: [providerKey],
      description: "The project's own keys at providers, by provider; a provider has one at most.",
      authScopes: { admin: true },
      // for the cost of a query (src/http/query-cost.ts)
      extensions: { assumedSize: PROVIDERS },
      resolve: (_, __, { principal, services }) => services.storage.providerKeys.list(principal.projectId),
    }),
  );
}
