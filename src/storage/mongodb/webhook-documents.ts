import type { Webhook, WebhookDelivery } from '../../domain/webhook/webhook.ts';
import type { Audited } from './audit-log.ts';

/** A document of `webhooks`. */
export interface WebhookDocument extends Webhook, Audited {
  _id: string;
  /** Rises with each edit. */
  revision: number;
  /** Events up to here were queued. */
  cursor: number;
  leaseOwner: string | null;
  leaseUntil: number;
}

/** A document of `webhook_deliveries`. */
export interface DeliveryDocument extends WebhookDelivery {
  _id: string;
}

export function webhookIdOf(projectId: string, id: string): string {
  return JSON.stringify([projectId, id]);
}

export function deliveryIdOf(projectId: string, webhookId: string, seq: number): string {
  return JSON.stringify([projectId, webhookId, seq]);
}

export function fromWebhook(webhook: Webhook, cursor: number): WebhookDocument {
  return {
    _id: webhookIdOf(webhook.projectId, webhook.id),
    ...webhook,
    revision: 0,
    cursor,
    leaseOwner: null,
    leaseUntil: 0,
  };
}

export function toWebhook({
  _id,
  revision: _revision,
  untold: _untold,
  cursor: _cursor,
  leaseOwner: _leaseOwner,
  leaseUntil: _leaseUntil,
  ...webhook
}: WebhookDocument): Webhook {
  return webhook;
}

export function toDelivery({ _id, ...delivery }: DeliveryDocument): WebhookDelivery {
  return delivery;
}
