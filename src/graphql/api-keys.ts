import {
  createApiKey,
  createApiKeyInputSchema,
  revokeApiKey,
  rotateApiKey,
  rotateApiKeyInputSchema,
  updateApiKey,
  updateApiKeyInputSchema,
} from '../domain/access/manage-api-keys.ts';
import type { IssuedKey } from '../domain/access/manage-api-keys.ts';
import type { ApiKey } from '../domain/access/api-key.ts';
import type { AccessTypes } from './access-types.ts';
import type { Builder } from './builder.ts';
import type { ErrorTypes } from './errors.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the list of keys: the id. */
const KEY_PARTS = 1;

/** Keys: making, rotating, ending and listing them. */
export function defineApiKeys(
  builder: Builder,
  { role, apiKey }: AccessTypes,
  { createErrors, changeErrors }: ErrorTypes,
): void {
  const issuedType = (name: string, description: string) =>
    builder.objectRef<IssuedKey>(name).implement({
      description,
      fields: (t) => ({
        apiKey: t.expose('key', { type: apiKey, description: 'The key.' }),
        secret: t.exposeString('secret', {
          description: 'What opens it, for the header "Authorization: Bearer". Nobody can see it again.',
        }),
      }),
    });

  const requestsPerMinute = 'Calls that it may start in a minute: 1 to 1000000000.';
  const tokensPerMinute = 'Tokens of prompts and answers in a minute: 1 to 1000000000.';
  const modelLimitsInput = builder.inputType('ModelRateLimitsInput', {
    description: 'What a key may use of one model, over all instances together; at least one of the two.',
    fields: (t) => ({
      model: t.string({
        required: true,
        description: 'The model, by name or family; all snapshots of a family share its limits.',
      }),
      requestsPerMinute: t.int({ description: requestsPerMinute }),
      tokensPerMinute: t.int({ description: tokensPerMinute }),
    }),
  });
  const limitsInput = builder.inputType('RateLimitsInput', {
    description: 'What a key may use, over all instances together; without a limit where left out.',
    fields: (t) => ({
      requestsPerMinute: t.int({ description: requestsPerMinute }),
      tokensPerMinute: t.int({ description: tokensPerMinute }),
      concurrentCalls: t.int({ description: 'Calls that it may have under way at once: 1 to 10000.' }),
      perModel: t.field({
        type: [modelLimitsInput],
        description: 'Besides these, what it may use of single models; each model once, 100 at most.',
      }),
    }),
  });
  const createInput = builder
    .inputType('CreateApiKeyInput', {
      description: 'A key of the project that is acted on.',
      fields: (t) => ({
        name: t.string({ required: true, description: 'What people call it.' }),
        role: t.field({ type: role, required: true, description: 'What it may do.' }),
        agentIds: t.stringList({
          description: 'The agents that it may make calls for, 1 to 100; any when left out.',
        }),
        models: t.stringList({
          description: 'The models that it may call, by name or family, 1 to 100; any when left out.',
        }),
        limits: t.field({ type: limitsInput, description: 'What it may use.' }),
        expiresAt: t.field({ type: 'DateTime', description: 'When it ends by itself; never when left out.' }),
      }),
    })
    .validate(createApiKeyInputSchema);
  builder.mutationField('createApiKey', (t) =>
    t.field({
      type: issuedType('CreateApiKeySuccess', 'The key was made.'),
      description: 'Makes a key of 256 random bits. It is shown this once; only a keyed hash is kept.',
      authScopes: { admin: true },
      errors: {
        types: createErrors,
        union: { name: 'CreateApiKeyResult', description: 'What `createApiKey` can give.' },
      },
      args: { input: t.arg({ type: createInput, required: true, description: 'The key.' }) },
      resolve: (_, { input }, { principal, services }) =>
        createApiKey(services.apiKeys, principal, input, services.clock.now()),
    }),
  );

  const updateSuccess = builder.objectRef<ApiKey>('UpdateApiKeySuccess').implement({
    description: 'The key is changed.',
    fields: (t) => ({
      apiKey: t.field({ type: apiKey, description: 'The key.', resolve: (key) => key }),
    }),
  });
  const updateInput = builder
    .inputType('UpdateApiKeyInput', {
      description: 'Changes to a key; what is left out stays. Its role and its end cannot change.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'Which key.' }),
        name: t.string({ description: 'A new name.' }),
        agentIds: t.stringList({ description: 'The agents that it may make calls for; null for any.' }),
        models: t.stringList({ description: 'The models that it may call; null for any.' }),
        limits: t.field({
          type: limitsInput,
          description: 'All that it may use, in place of what it might before; null for no limits.',
        }),
      }),
    })
    .validate(updateApiKeyInputSchema);
  builder.mutationField('updateApiKey', (t) =>
    t.field({
      type: updateSuccess,
      description:
        'Changes the name, bounds and limits of a key. It holds for what begins within seconds on every instance. Calls under way finish.',
      authScopes: { admin: true },
      errors: {
        types: changeErrors,
        union: { name: 'UpdateApiKeyResult', description: 'What `updateApiKey` can give.' },
      },
      args: { input: t.arg({ type: updateInput, required: true, description: 'The changes.' }) },
      resolve: (_, { input }, { principal, services }) =>
        updateApiKey(services.apiKeys, principal, input, services.clock.now()),
    }),
  );

  const rotateInput = builder
    .inputType('RotateApiKeyInput', {
      description: 'Which key gets a new secret.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'Its id.' }),
        overlapSeconds: t.int({
          description:
            'How long the secret before it goes on opening the key: 0 to 2592000, a day when left out.',
        }),
      }),
    })
    .validate(rotateApiKeyInputSchema);
  builder.mutationField('rotateApiKey', (t) =>
    t.field({
      type: issuedType('RotateApiKeySuccess', 'The key has a new secret.'),
      description:
        'Gives a key a new secret. The one before it opens it for the overlap; older ones end at once. Id, limits and budgets stay.',
      authScopes: { admin: true },
      errors: {
        types: changeErrors,
        union: { name: 'RotateApiKeyResult', description: 'What `rotateApiKey` can give.' },
      },
      args: { input: t.arg({ type: rotateInput, required: true, description: 'Which one.' }) },
      resolve: (_, { input }, { principal, services }) =>
        rotateApiKey(services.apiKeys, principal, input, services.clock.now()),
    }),
  );

  const revokeSuccess = builder.objectRef<ApiKey>('RevokeApiKeySuccess').implement({
    description: 'The key lets nobody in any more.',
    fields: (t) => ({
      apiKey: t.field({ type: apiKey, description: 'The key.', resolve: (key) => key }),
    }),
  });
  const revokeInput = builder.inputType('RevokeApiKeyInput', {
    description: 'Which key to end.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Its id.' }) }),
  });
  builder.mutationField('revokeApiKey', (t) =>
    t.field({
      type: revokeSuccess,
      description:
        'Ends a key for good. Within seconds no instance lets it in, and the subscriptions that it opened end. Calls under way finish.',
      authScopes: { admin: true },
      errors: {
        types: changeErrors,
        union: { name: 'RevokeApiKeyResult', description: 'What `revokeApiKey` can give.' },
      },
      args: { input: t.arg({ type: revokeInput, required: true, description: 'Which one.' }) },
      resolve: (_, { input }, { principal, services }) =>
        revokeApiKey(services.apiKeys, principal, input.id, services.clock.now()),
    }),
  );

  builder.queryField('apiKeys', (t) =>
    t.connection(
      {
        type: apiKey,
        description: 'The keys of the project, oldest first; those that have ended too.',
        authScopes: { admin: true },
        resolve: async (_, page, { principal, services }) =>
          toConnection(
            await services.storage.apiKeys.list(principal.projectId, toPageRequest(page, KEY_PARTS)),
          ),
      },
      ...connectionTypes('ApiKey', 'key'),
    ),
  );
}
