import { deliveryIdOf, eventIdOf } from '../domain/webhook/webhook.ts';
import type { DeliveryStatus, Webhook, WebhookDelivery } from '../domain/webhook/webhook.ts';
import { encodeCursor } from '../lib/page.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

/** Webhook and WebhookDelivery. */
export function defineWebhookTypes(builder: Builder) {
  const webhook = builder.objectRef<Webhook>('Webhook').implement({
    description: 'An address that is told of events.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      url: t.exposeString('url', { description: 'Where events are sent.' }),
      description: t.exposeString('description', { nullable: true, description: 'For people.' }),
      topics: t.stringList({
        nullable: true,
        description: 'Topics that it is told of; null for all.',
        resolve: ({ filter }) => filter.topics && [...filter.topics],
      }),
      agentIds: t.stringList({
        nullable: true,
        description: 'Agents whose events it is told of; null for all.',
        resolve: ({ filter }) => filter.agentIds && [...filter.agentIds],
      }),
      operationIds: t.idList({
        nullable: true,
        description: 'Calls whose events it is told of; null for all.',
        resolve: ({ filter }) => filter.operationIds && [...filter.operationIds],
      }),
      capabilityTypes: t.stringList({
        nullable: true,
        description: 'Capabilities of whose calls it is told; null for all.',
        resolve: ({ filter }) => filter.capabilityTypes && [...filter.capabilityTypes],
      }),
      models: t.stringList({
        nullable: true,
        description: 'Models of whose calls it is told; null for all.',
        resolve: ({ filter }) => filter.models && [...filter.models],
      }),
      budgetIds: t.idList({
        nullable: true,
        description: 'Budgets whose events it is told of; null for all.',
        resolve: ({ filter }) => filter.budgetIds && [...filter.budgetIds],
      }),
      enabled: t.exposeBoolean('enabled', { description: 'False while it is sent nothing.' }),
      disabledReason: t.exposeString('disabledReason', {
        nullable: true,
        description: 'Why Tollgate has switched it off; null when it has not.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
    }),
  });

  const status = upperCaseEnum<DeliveryStatus>(
    builder,
    'WebhookDeliveryStatus',
    'What has become of a delivery.',
    {
      pending: 'It is on its way, or waits for its next attempt.',
      delivered: 'The receiver has answered with success.',
      dead: 'It was given up after the last attempt; it can be replayed.',
    },
  );

  const delivery = builder.objectRef<WebhookDelivery>('WebhookDelivery').implement({
    description: 'One event on its way to one webhook.',
    fields: (t) => ({
      id: t.id({ description: 'Its id, for `replayDelivery`.', resolve: deliveryIdOf }),
      webhookId: t.exposeID('webhookId', { description: 'The webhook.' }),
      eventId: t.id({
        description: 'The header `webhook-id` of every attempt: repeats are recognised by it.',
        resolve: eventIdOf,
      }),
      cursor: t.string({
        description: 'The cursor of the event.',
        resolve: ({ seq }) => encodeCursor([seq]),
      }),
      topic: t.exposeString('topic', { description: 'The topic of the event.' }),
      body: t.exposeString('body', { description: 'What is sent, as JSON.' }),
      status: t.expose('status', { type: status, description: 'What has become of it.' }),
      attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
      nextAttemptAt: t.expose('nextAttemptAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it is tried next; null when it is done.',
      }),
      lastAttemptAt: t.expose('lastAttemptAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the last attempt ended; null before the first.',
      }),
      responseStatus: t.exposeInt('responseStatus', {
        nullable: true,
        description: 'HTTP status of the last answer; null when there was none.',
      }),
      responseBody: t.exposeString('responseBody', {
        nullable: true,
        description: 'The first kilobyte of the last answer.',
      }),
      error: t.exposeString('error', {
        nullable: true,
        description: 'Why the last attempt failed; null when it did not.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
      deliveredAt: t.expose('deliveredAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was delivered; null before that.',
      }),
    }),
  });
  return { webhook, delivery, status };
}
