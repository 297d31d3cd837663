import type { ApiKeyStore } from './access/api-key-store.ts';
import type { AuditLog } from './access/audit.ts';
import type { ProjectStore } from './access/project.ts';
import type { RateLimitStore } from './access/rate-limit-store.ts';
import type { BudgetStore } from './budget/budget-store.ts';
import type { CallStore } from './call/call-store.ts';
import type { EventLog } from './event/event-log.ts';
import type { ContentStore } from './content/content.ts';
import type { FeedbackStore } from './feedback/feedback.ts';
import type { PriceStore } from './price/price-store.ts';
import type { ProviderKeyStore } from './provider/provider-key.ts';
import type { PromptStore } from './prompt/template-store.ts';
import type { UsageStore } from './usage/usage.ts';
import type { BookStore } from './verify/book-store.ts';
import type { WebhookStore } from './webhook/webhook-store.ts';

/** What the store remembers of the installation itself. */
export interface SettingStore {
  read(name: string): Promise<string | null>;
  /** Writes the value unless the name has one; returns the value that is stored now. */
  writeOnce(name: string, value: string): Promise<string>;
}

/** A process that uses the store. */
export interface Instance {
  id: string;
  /** Version of Tollgate. */
  version: string;
}

/**
 * The one port to everything that is kept. Every record carries a projectId, and every query takes one but those that come
 * before it is known: which key a hash opens, which projects there are, and the one log of events that all subscribers read.
 */
export interface Storage {
  readonly calls: CallStore;
  readonly budgets: BudgetStore;
  readonly prices: PriceStore;
  readonly prompts: PromptStore;
  readonly providerKeys: ProviderKeyStore;
  readonly events: EventLog;
  readonly contents: ContentStore;
  readonly feedback: FeedbackStore;
  readonly usage: UsageStore;
  readonly apiKeys: ApiKeyStore;
  readonly projects: ProjectStore;
  readonly audit: AuditLog;
  readonly rateLimits: RateLimitStore;
  readonly books: BookStore;
  readonly settings: SettingStore;
  readonly webhooks: WebhookStore;
  /**
   * Says that this process is alive until `aliveUntil`. Throws StoreUnavailableError when a live instance of another
   * version uses the store.
   */
  checkIn(instance: Instance, now: number, aliveUntil: number): Promise<void>;
  /** Throws StoreUnavailableError unless the store can be read and written. */
  checkHealth(): Promise<void>;
  /** Finishes the writes that are under way and lets go of the store. */
  close(): Promise<void>;
}
