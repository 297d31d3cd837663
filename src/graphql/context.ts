import type { Clock } from '../lib/clock.ts';
import type { ApiKeyParts } from '../domain/access/manage-api-keys.ts';
import type { Principal } from '../domain/access/principal.ts';
import type { CallParts } from '../domain/call/run-call.ts';
import type { SubscriberTooSlowError } from '../domain/errors.ts';
import type { EventFeed } from '../domain/event/event-feed.ts';
import type { Doorbell } from '../domain/event/event-log.ts';
import type { ProviderKeyParts } from '../domain/provider/manage-provider-keys.ts';
import type { TemplateParts } from '../domain/prompt/manage-template.ts';
import type { Storage } from '../domain/storage.ts';
import type { WebhookParts } from '../domain/webhook/manage-webhook.ts';

/** What resolvers reach the domain through; the same object for every operation. */
export interface Services {
  storage: Storage;
  apiKeys: ApiKeyParts;
  calls: CallParts;
  prompts: TemplateParts;
  feed: EventFeed;
  doorbell: Doorbell;
  clock: Clock;
  webhooks: Pick<WebhookParts, 'allowPrivate' | 'box'>;
  providerKeys: ProviderKeyParts;
  /** Longest prompt, in bytes of UTF-8. */
  promptMaxBytes: number;
}

/** The context of one operation. */
export interface GraphQLContext {
  principal: Principal;
  services: Services;
  /** Told when a subscription is given up because its events aren't taken: the way to the client may be blocked. */
  onTooSlow: (error: SubscriberTooSlowError) => void;
  /** Has `listener` told when the subscription has ended, whoever ended it. */
  whenEnded: (listener: () => void) => void;
}
