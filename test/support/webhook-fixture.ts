import type { Webhook, WebhookDelivery } from '../../src/domain/webhook/webhook.ts';

export function newWebhook(projectId: string, id: string, more: Partial<Webhook> = {}): Webhook {
  return {
    projectId,
    id,
    url: 'https://example.com/hook',
    description: null,
    filter: {},
    enabled: true,
    disabledReason: null,
    secrets: [{ value: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz', until: null }],
    createdAt: 1,
    updatedAt: 1,
    ...more,
  };
}

export function newDelivery(more: Partial<WebhookDelivery> = {}): WebhookDelivery {
  return {
    projectId: 'default',
    webhookId: 'w',
    seq: 1,
    topic: 'openai.budget.warning',
    body: '{}',
    status: 'pending',
    attempts: 0,
    nextAttemptAt: 0,
    lastAttemptAt: null,
    responseStatus: null,
    responseBody: null,
    error: null,
    createdAt: 0,
    deliveredAt: null,
    ...more,
  };
}
