import type { Page, PageRequest } from '../../lib/page.ts';
import type { AuditStamp } from '../access/audit.ts';
import type { DeliveryStatus, Webhook, WebhookDelivery, WebhookSecret } from './webhook.ts';

export type WebhookChange = Partial<
  Pick<Webhook, 'url' | 'description' | 'filter' | 'enabled' | 'disabledReason' | 'secrets'>
>;

/** A webhook whose deliveries are this process's to make, and the `seq` up to which its events were queued. */
export interface LeasedWebhook {
  webhook: Webhook;
  cursor: number;
}

export interface EnqueueCommand {
  projectId: string;
  webhookId: string;
  /** Who has the lease. */
  owner: string;
  /** Every matching event up to here is in `deliveries` or was queued before. */
  cursor: number;
  deliveries: readonly WebhookDelivery[];
}

export interface DeliveryFilter {
  webhookId?: string | undefined;
  status?: DeliveryStatus | undefined;
}

/**
 * Webhooks and what is on its way to them. A change that is given a stamp writes its audit entry too: in the same durable write, or,
 * for a deletion in a store without transactions, before it. All methods throw StoreUnavailableError.
 */
export interface WebhookStore {
  /** Events after `cursor` go to it. */
  create(webhook: Webhook, cursor: number, audit?: AuditStamp): Promise<void>;
  /** Null when there is none. */
  update(
    projectId: string,
    id: string,
    change: WebhookChange,
    now: number,
    audit?: AuditStamp,
  ): Promise<Webhook | null>;
  /** False when there is none. Its deliveries go, too. */
  delete(projectId: string, id: string, audit?: AuditStamp): Promise<boolean>;
  find(projectId: string, id: string): Promise<Webhook | null>;
  /** Oldest first; cursors are `[id]`. */
  list(projectId: string, page: PageRequest): Promise<Page<Webhook>>;
  /** Those of every project, to be sealed anew. */
  all(): Promise<Webhook[]>;
  /** The same secrets, sealed anew; nothing when they are others by now. */
  reseal(webhook: Webhook, secrets: readonly WebhookSecret[]): Promise<void>;
  /**
   * Takes or renews the lease on every enabled webhook of all projects that nobody else has until `now`, and returns those that
   * `owner` has now.
   */
  lease(owner: string, now: number, until: number): Promise<LeasedWebhook[]>;
  release(owner: string): Promise<void>;
  /** Queues deliveries, each once however often it is repeated, and moves the cursor. False when the lease is someone else's. */
  enqueue(command: EnqueueCommand): Promise<boolean>;
  /** Pending deliveries whose time has come, the one that has waited longest first. */
  due(projectId: string, webhookId: string, now: number, limit: number): Promise<WebhookDelivery[]>;
  /** Writes how an attempt ended. One that was delivered meanwhile stays so. */
  record(delivery: WebhookDelivery): Promise<void>;
  /** Makes a delivery due again, whatever became of it. Null when there is none. */
  replay(projectId: string, webhookId: string, seq: number, now: number): Promise<WebhookDelivery | null>;
  /** Newest first; cursors are `[seq, webhookId]`. */
  deliveries(projectId: string, filter: DeliveryFilter, page: PageRequest): Promise<Page<WebhookDelivery>>;
  /** Deletes what was delivered, or given up, before that instant; returns how many. */
  prune(before: number): Promise<number>;
}
