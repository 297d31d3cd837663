import {
  createWebhook,
  createWebhookInputSchema,
  deleteWebhook,
  replayDelivery,
  updateWebhook,
  updateWebhookInputSchema,
} from '../domain/webhook/manage-webhook.ts';
import type { WebhookParts, WebhookWithSecret } from '../domain/webhook/manage-webhook.ts';
import type { WebhookDelivery } from '../domain/webhook/webhook.ts';
import { definedOnly } from '../lib/defined-only.ts';
import type { Builder, InputFields } from './builder.ts';
import type { Services } from './context.ts';
import type { ErrorTypes } from './errors.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';
import { defineWebhookTypes } from './webhook-types.ts';

/** Parts of the cursors of both lists. */
const WEBHOOK_KEY_PARTS = 1;
const DELIVERY_KEY_PARTS = 2;

/** Events that are sent to addresses of others: making, changing and reading them. */
export function defineWebhooks(builder: Builder, errors: ErrorTypes): void {
  const { webhook, delivery, status } = defineWebhookTypes(builder);
  const successOf = (name: string, description: string, secret: { nullable: boolean; description: string }) =>
    builder.objectRef<WebhookWithSecret>(name).implement({
      description,
      fields: (t) => ({
        webhook: t.field({ type: webhook, description: 'The webhook.', resolve: (result) => result.webhook }),
        secret: secret.nullable
          ? t.exposeString('secret', { nullable: true, description: secret.description })
          : t.string({ description: secret.description, resolve: (result) => result.secret ?? '' }),
      }),
    });
  const lists = (t: InputFields) => ({
    topics: t.stringList({
      description: 'Only events of these topics, such as openai.budget.warning. All when left out.',
    }),
    agentIds: t.stringList({ description: 'Only events that these agents set off.' }),
    operationIds: t.idList({ description: 'Only events of these calls, and those that they set off.' }),
    capabilityTypes: t.stringList({
      description: 'Only events of calls of these capabilities, and those that they set off.',
    }),
    models: t.stringList({
      description: 'Only events of calls of these models, and those that they set off.',
    }),
    budgetIds: t.idList({ description: 'Only events of these budgets.' }),
  });

  const createInput = builder
    .inputType('CreateWebhookInput', {
      description: 'A new webhook.',
      fields: (t) => ({
        url: t.string({ required: true, description: 'Where events are sent with POST: an https URL.' }),
        description: t.string({ description: 'For people.' }),
        ...lists(t),
      }),
    })
    .validate(createWebhookInputSchema);
  builder.mutationField('createWebhook', (t) =>
    t.field({
      type: successOf('CreateWebhookSuccess', 'The webhook was made.', {
        nullable: false,
        description: 'What its deliveries are signed with, by Standard Webhooks. It is shown only here.',
      }),
      description: 'Makes a webhook; it gets the events that happen from now on, each at least once.',
      authScopes: { admin: true },
      errors: {
        types: errors.createErrors,
        union: { name: 'CreateWebhookResult', description: 'What `createWebhook` can give.' },
      },
      args: { input: t.arg({ type: createInput, required: true, description: 'The webhook.' }) },
      resolve: (_, { input }, { principal, services }) =>
        createWebhook(partsOf(services), principal, input, services.clock.now()),
    }),
  );

  const updateInput = builder
    .inputType('UpdateWebhookInput', {
      description:
        'Changes to a webhook; what is left out stays, and a list that is null or empty accepts all.',
      fields: (t) => ({
        id: t.id({ required: true, description: 'Which webhook.' }),
        url: t.string({ description: 'A new address, also for what is on its way.' }),
        description: t.string({ description: 'A new description; null takes it away.' }),
        ...lists(t),
        enabled: t.boolean({
          description:
            'Off, it is sent nothing. On again, it goes on where it was, with what the log still has.',
        }),
        rotateSecret: t.boolean({
          description: 'True makes a new secret; for 24 hours deliveries are signed with the old one, too.',
        }),
      }),
    })
    .validate(updateWebhookInputSchema);
  builder.mutationField('updateWebhook', (t) =>
    t.field({
      type: successOf('UpdateWebhookSuccess', 'The webhook was changed.', {
        nullable: true,
        description: 'The new secret, when there is one. It is shown only here.',
      }),
      description: 'Changes a webhook, switches it on or off, or gives it a new secret.',
      authScopes: { admin: true },
      errors: {
        types: errors.changeErrors,
        union: { name: 'UpdateWebhookResult', description: 'What `updateWebhook` can give.' },
      },
      args: { input: t.arg({ type: updateInput, required: true, description: 'What to change.' }) },
      resolve: (_, { input }, { principal, services }) =>
        updateWebhook(partsOf(services), principal, input, services.clock.now()),
    }),
  );

  const deleteInput = builder.inputType('DeleteWebhookInput', {
    description: 'Which webhook to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Its id.' }) }),
  });
  builder.mutationField('deleteWebhook', (t) =>
    t.field({
      type: builder.objectRef<{ id: string }>('DeleteWebhookSuccess').implement({
        description: 'The webhook was deleted, and its deliveries with it.',
        fields: (f) => ({ id: f.exposeID('id', { description: 'The id that it had.' }) }),
      }),
      description: 'Deletes a webhook with its deliveries, those on their way included.',
      authScopes: { admin: true },
      errors: {
        types: errors.changeErrors,
        union: { name: 'DeleteWebhookResult', description: 'What `deleteWebhook` can give.' },
      },
      args: { input: t.arg({ type: deleteInput, required: true, description: 'Which one.' }) },
      resolve: async (_, { input: { id } }, { principal, services }) => {
        await deleteWebhook(services.storage.webhooks, principal, id, services.clock.now());
        return { id };
      },
    }),
  );

  const replayInput = builder.inputType('ReplayDeliveryInput', {
    description: 'Which delivery to send again.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Its id.' }) }),
  });
  builder.mutationField('replayDelivery', (t) =>
    t.field({
      type: builder.objectRef<{ delivery: WebhookDelivery }>('ReplayDeliverySuccess').implement({
        description: 'The delivery is on its way again.',
        fields: (f) => ({
          delivery: f.field({
            type: delivery,
            description: 'The delivery.',
            resolve: (result) => result.delivery,
          }),
        }),
      }),
      description: 'Sends a delivery again, whatever became of it, with its attempts counted from 0.',
      authScopes: { admin: true },
      errors: {
        types: errors.changeErrors,
        union: { name: 'ReplayDeliveryResult', description: 'What `replayDelivery` can give.' },
      },
      args: { input: t.arg({ type: replayInput, required: true, description: 'Which one.' }) },
      resolve: async (_, { input: { id } }, { principal, services }) => {
        const { storage, doorbell, clock } = services;
        return {
          delivery: await replayDelivery(storage.webhooks, doorbell, principal, id, clock.now()),
        };
      },
    }),
  );

  builder.queryField('webhooks', (t) =>
    t.connection(
      {
        type: webhook,
        description: 'Webhooks, oldest first.',
        authScopes: { admin: true },
        resolve: async (_, page, { principal, services }) =>
          toConnection(
            await services.storage.webhooks.list(principal.projectId, toPageRequest(page, WEBHOOK_KEY_PARTS)),
          ),
      },
      ...connectionTypes('Webhook', 'webhook'),
    ),
  );

  const deliveryFilter = builder.inputType('WebhookDeliveryFilter', {
    description: 'Which deliveries; all fields must match.',
    fields: (t) => ({
      webhookId: t.id({ description: 'To this webhook.' }),
      status: t.field({ type: status, description: 'Of which this has become.' }),
    }),
  });
  builder.queryField('webhookDeliveries', (t) =>
    t.connection(
      {
        type: delivery,
        description: 'Deliveries, newest event first; those that are done are kept for 30 days.',
        authScopes: { admin: true },
        args: { filter: t.arg({ type: deliveryFilter, description: 'Which ones.' }) },
        resolve: async (_, { filter, ...page }, { principal, services }) =>
          toConnection(
            await services.storage.webhooks.deliveries(
              principal.projectId,
              definedOnly({
                webhookId: filter?.webhookId ?? undefined,
                status: filter?.status ?? undefined,
              }),
              toPageRequest(page, DELIVERY_KEY_PARTS),
            ),
          ),
      },
      ...connectionTypes('WebhookDelivery', 'delivery'),
    ),
  );
}

function partsOf({ storage, doorbell, webhooks }: Services): WebhookParts {
  return { store: storage.webhooks, log: storage.events, doorbell, ...webhooks };
}
