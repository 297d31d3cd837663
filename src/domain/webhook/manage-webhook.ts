import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { newId } from '../../lib/ids.ts';
import { stampOf } from '../access/audit.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { Principal } from '../access/principal.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import type { Doorbell, EventLog } from '../event/event-log.ts';
import { labelSchema, optional } from '../field-schemas.ts';
import { isPlainUrl, requirePublicUrl, URL_ACCEPTED, URL_MAX_LENGTH } from '../public-url.ts';
import type { SecretBox } from '../secret/secret-box.ts';
import { parseDeliveryId, secretPlaceOf } from './webhook.ts';
import type { Webhook, WebhookDelivery, WebhookSecret } from './webhook.ts';
import type { WebhookChange, WebhookStore } from './webhook-store.ts';

/** The variable that allows receivers in the own network. */
const POLICY = 'WEBHOOK_ALLOW_PRIVATE';
/** Of a project: each is followed by itself. */
const WEBHOOKS_MAX = 50;
const DESCRIPTION_MAX_LENGTH = 500;
const VALUES_MAX = 100;
/** Of random bytes: Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;
/** How long a secret that was replaced still signs, in milliseconds. */
const SECRET_OVERLAP_MS = 24 * 3_600_000;

const namesSchema = optional(
  z.array(labelSchema()).min(1).max(VALUES_MAX, `must have at most ${VALUES_MAX} entries`),
);
const urlSchema = z.string().max(URL_MAX_LENGTH, URL_ACCEPTED).refine(isPlainUrl, URL_ACCEPTED);
const descriptionSchema = labelSchema(DESCRIPTION_MAX_LENGTH);

/** The lists by which events are chosen. */
function listsOf<Names extends z.ZodType>(names: Names) {
  return {
    topics: names,
    agentIds: names,
    operationIds: names,
    capabilityTypes: names,
    models: names,
    budgetIds: names,
  };
}

export const createWebhookInputSchema = z.object({
  url: urlSchema,
  description: optional(descriptionSchema),
  ...listsOf(namesSchema),
});
export type CreateWebhookInput = z.output<typeof createWebhookInputSchema>;

const changedNames = z
  .array(labelSchema())
  .max(VALUES_MAX, `must have at most ${VALUES_MAX} entries`)
  .nullable()
  .optional();
export const updateWebhookInputSchema = z.object({
  id: z.string().min(1, 'must not be empty'),
  url: optional(urlSchema),
  description: descriptionSchema.nullable().optional(),
  ...listsOf(changedNames),
  enabled: optional(z.boolean()),
  rotateSecret: optional(z.boolean()),
});
export type UpdateWebhookInput = z.output<typeof updateWebhookInputSchema>;

export interface WebhookParts {
  store: WebhookStore;
  log: EventLog;
  doorbell: Doorbell;
  /** Whether receivers may have private addresses, and be reached without TLS. */
  allowPrivate: boolean;
  /** Seals secrets; null without a SECRETS_KEY, and they are kept as they are. */
  box: SecretBox | null;
}

/** A webhook, and its secret when it is a new one: it is never told again. */
export interface WebhookWithSecret {
  webhook: Webhook;
  secret: string | null;
}

/** It gets the events from now on. Throws ValidationError, StoreUnavailableError. */
export async function createWebhook(
  { store, log, doorbell, allowPrivate, box }: WebhookParts,
  principal: Principal,
  { url, description, ...filter }: CreateWebhookInput,
  now: number,
): Promise<WebhookWithSecret> {
  if (!allowPrivate) requirePublicUrl(url, 'url', POLICY);
  const { projectId } = principal;
  const { hasNextPage } = await store.list(projectId, { first: WEBHOOKS_MAX - 1 });
  if (hasNextPage) throw tooMany();
  const id = newId();
  const { text, secret } = newSecret(box, { projectId, id });
  const webhook: Webhook = {
    projectId,
    id,
    url,
    description: description ?? null,
    filter: withoutEmpty(filter),
    enabled: true,
    disabledReason: null,
    secrets: [secret],
    createdAt: now,
    updatedAt: now,
  };
  await store.create(webhook, await log.lastSeq(), stamp(principal, 'createWebhook', webhook.id, now));
  doorbell.ring();
  return { webhook, secret: text };
}

function tooMany(): ValidationError {
  const message = `A project can have ${WEBHOOKS_MAX} webhooks; delete one, or send more events to one that there is.`;
  return new ValidationError([{ path: '', message }]);
}

/** Throws ValidationError, NotFoundError, StoreUnavailableError. */
export async function updateWebhook(
  { store, doorbell, allowPrivate, box }: WebhookParts,
  principal: Principal,
  { id, url, description, enabled, rotateSecret, ...filter }: UpdateWebhookInput,
  now: number,
): Promise<WebhookWithSecret> {
  if (url !== undefined && !allowPrivate) requirePublicUrl(url, 'url', POLICY);
  const stored = await store.find(principal.projectId, id);
  if (stored === null) throw new NotFoundError('webhook', id);
  const made = rotateSecret === true ? newSecret(box, { projectId: principal.projectId, id }) : null;
  const older = stored.secrets
    .map(({ value, until }) => ({ value, until: until ?? now + SECRET_OVERLAP_MS }))
    .filter(({ until }) => until > now);
  const lists = Object.entries(filter).filter(([, list]) => list !== undefined);
  const change: WebhookChange = {
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(enabled !== undefined && { enabled, disabledReason: null }),
    ...(made && { secrets: [made.secret, ...older] }),
    ...(lists.length > 0 && {
      // an empty list takes the condition away, as null does
      filter: withoutEmpty({ ...stored.filter, ...Object.fromEntries(lists) }),
    }),
  };
  const audit = stamp(principal, 'updateWebhook', id, now);
  const webhook = await store.update(principal.projectId, id, change, now, audit);
  if (webhook === null) throw new NotFoundError('webhook', id);
  doorbell.ring();
  return { webhook, secret: made?.text ?? null };
}

/** Throws NotFoundError, StoreUnavailableError. */
export async function deleteWebhook(
  store: WebhookStore,
  principal: Principal,
  id: string,
  now: number,
): Promise<void> {
  const audit = stamp(principal, 'deleteWebhook', id, now);
  if (!(await store.delete(principal.projectId, id, audit))) throw new NotFoundError('webhook', id);
}

/** Sends a delivery again, under the id that it had. Throws NotFoundError, StoreUnavailableError. */
export async function replayDelivery(
  store: WebhookStore,
  doorbell: Doorbell,
  principal: Principal,
  id: string,
  now: number,
): Promise<WebhookDelivery> {
  const key = parseDeliveryId(id);
  const delivery = key && (await store.replay(principal.projectId, key.webhookId, key.seq, now));
  if (delivery === null) throw new NotFoundError('delivery', id);
  doorbell.ring();
  return delivery;
}

function stamp(principal: Principal, action: string, id: string, now: number): AuditStamp {
  return stampOf(principal, action, { kind: 'webhook', id }, now);
}

/** The text that the caller is shown, and what is kept of it. */
function newSecret(
  box: SecretBox | null,
  webhook: Pick<Webhook, 'projectId' | 'id'>,
): { text: string; secret: WebhookSecret } {
  const text = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { text, secret: { value: box?.seal(text, secretPlaceOf(webhook)) ?? text, until: null } };
}

function withoutEmpty(filter: Record<string, readonly string[] | null | undefined>): Webhook['filter'] {
  return Object.fromEntries(Object.entries(filter).filter(([, list]) => list && list.length > 0));
}
