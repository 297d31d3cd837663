import type { EventFilter } from '../event/event-filter.ts';
import type { SecretPlace } from '../secret/secret-box.ts';

/** Which events go to a webhook; an absent list accepts all. */
export type WebhookFilter = EventFilter;

/** A key that deliveries are signed with. */
export interface WebhookSecret {
  /** In the form of Standard Webhooks (`whsec_` and base64), and sealed where there is a SECRETS_KEY. */
  value: string;
  /** UTC milliseconds until which it is used beside a newer one; null for the newest. */
  until: number | null;
}

/** An address that is told of events. */
export interface Webhook {
  projectId: string;
  id: string;
  url: string;
  description: string | null;
  filter: WebhookFilter;
  enabled: boolean;
  /** Why it was switched off by Tollgate; null when it wasn't. */
  disabledReason: string | null;
  /** Newest first. */
  secrets: readonly WebhookSecret[];
  createdAt: number;
  updatedAt: number;
}

export function secretPlaceOf({ projectId, id }: Pick<Webhook, 'projectId' | 'id'>): SecretPlace {
  return ['webhook', projectId, id];
}

/** What the audit log shows of a webhook. Of its URL the origin: the rest is often what lets in. */
export function webhookSnapshot({ url, description, filter, enabled, secrets }: Webhook): object {
  return { origin: new URL(url).origin, description, filter, enabled, secrets: secrets.length };
}

export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  projectId: string;
  webhookId: string;
  /** Of the event. */
  seq: number;
  topic: string;
  /** What is sent, to the letter: each attempt signs the same text. */
  body: string;
  status: DeliveryStatus;
  attempts: number;
  /** UTC milliseconds; null when none is due. */
  nextAttemptAt: number | null;
  lastAttemptAt: number | null;
  /** HTTP status of the last answer, null when there was none. */
  responseStatus: number | null;
  /** The beginning of the last answer, at most 1 KB. */
  responseBody: string | null;
  /** Why the last attempt failed; null when it didn't. */
  error: string | null;
  createdAt: number;
  deliveredAt: number | null;
}

/** The same for every attempt and every webhook of an event: receivers recognise repeats by it. */
export function eventIdOf({ seq }: { seq: number }): string {
  return `evt_${seq}`;
}

export function deliveryIdOf({ webhookId, seq }: Pick<WebhookDelivery, 'webhookId' | 'seq'>): string {
  return `${webhookId}.${seq}`;
}

/** Null for what is no id of a delivery. */
export function parseDeliveryId(id: string): { webhookId: string; seq: number } | null {
  const [, webhookId, seq] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(id) ?? [];
  return webhookId === undefined ? null : { webhookId, seq: Number(seq) };
}
