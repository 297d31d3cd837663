import type { Clock } from '../../lib/clock.ts';
import { isSelected } from '../event/event-filter.ts';
import type { Doorbell, EventLog } from '../event/event-log.ts';
import { isSealed } from '../secret/secret-box.ts';
import type { SecretBox } from '../secret/secret-box.ts';
import { SecretUnreadableError } from '../secret/secret-errors.ts';
import { eventIdOf, secretPlaceOf } from './webhook.ts';
import type { Webhook, WebhookDelivery } from './webhook.ts';
import { attempted } from './delivery-attempt.ts';
import type { RetryRule } from './delivery-attempt.ts';
import { webhookBodyOf } from './webhook-body.ts';
import type { WebhookAnswer, WebhookSender } from './webhook-sender.ts';
import type { WebhookStore } from './webhook-store.ts';

export interface WebhookDelivererParts {
  store: WebhookStore;
  log: EventLog;
  doorbell: Doorbell;
  sender: WebhookSender;
  /** Opens secrets; null without a SECRETS_KEY. */
  box: SecretBox | null;
  clock: Clock;
  /** This process. */
  owner: string;
  /** How long after its last sign of life another process takes over, in milliseconds. */
  leaseMs: number;
  retry: RetryRule;
  onError: (error: unknown) => void;
  /** Told when events were deleted before a webhook got them. */
  onMissed: (webhook: Webhook) => void;
}

/** Events that are read, deliveries that are looked up, and requests at once, for each webhook. */
const READ_LIMIT = 200;
const DUE_LIMIT = 64;
const REQUESTS_MAX = 8;
/** A cursor that no delivery moves is written after that many events. */
const CURSOR_STEP = 1_000;
/** How often the log and what is due are looked at without a ring, in milliseconds. */
const LOOK_MS = 1_000;
/** How long deliveries that are done are kept, and how often that is looked at, in milliseconds. */
const KEPT_MS = 30 * 24 * 3_600_000;
const PRUNE_MS = 3_600_000;

interface Follower {
  webhook: Webhook;
  leaseUntil: number;
  /** Up to where the log was looked through, and the part of it that is written down. */
  position: number;
  written: number;
}

export interface WebhookDeliverer {
  /** Ends requests under way; they are made again by whoever goes on. */
  stop(): Promise<void>;
}

/**
 * Brings the events of the log to the webhooks, each at least once: one process at a time has the lease on a webhook, queues the events after
 * its cursor, and sends what is due. What it was doing when it dies is done again by the next one, under the same ids.
 */
export function startWebhookDeliverer(parts: WebhookDelivererParts): WebhookDeliverer {
  const { store, log, clock, owner, leaseMs, onError } = parts;
  const followers = new Map<string, Follower>();
  const running = new Set<Promise<void>>();
  const stopped = new AbortController();
  let rings = 0;
  /** Those who rest until the next ring. */
  const resting = new Set<() => void>();
  const wake = (): void => {
    rings += 1;
    for (const goOn of [...resting]) goOn();
  };
  const stopListening = parts.doorbell.onRing(wake);
  const stopLeasing = clock.every(Math.min(Math.ceil(leaseMs / 3), LOOK_MS), () => lease().catch(onError));
  const stopPruning = clock.every(PRUNE_MS, async () => {
    await store.prune(clock.now() - KEPT_MS).catch(onError);
  });

  async function lease(): Promise<void> {
    const now = clock.now();
    const leased = await store.lease(owner, now, now + leaseMs);
    if (stopped.signal.aborted) return;
    const keys = new Set(leased.map(({ webhook }) => keyOf(webhook)));
    for (const [key, follower] of followers) if (!keys.has(key)) follower.leaseUntil = 0;
    for (const { webhook, cursor } of leased) {
      const known = followers.get(keyOf(webhook));
      if (known !== undefined) Object.assign(known, { webhook, leaseUntil: now + leaseMs });
      else begin({ webhook, leaseUntil: now + leaseMs, position: cursor, written: cursor });
    }
  }

  function begin(follower: Follower): void {
    const key = keyOf(follower.webhook);
    followers.set(key, follower);
    const ended = follow(follower).finally(() => {
      if (followers.get(key) === follower) followers.delete(key);
      running.delete(ended);
    });
    running.add(ended);
  }

  async function follow(follower: Follower): Promise<void> {
    while (isMine(follower)) {
      const ringsBefore = rings;
      try {
        const sent = await sendDue(follower);
        const queued = isMine(follower) && (await queueNext(follower));
        if (sent || queued) continue;
        await rest(ringsBefore);
      } catch (error) {
        if (stopped.signal.aborted) return;
        onError(error);
        await clock.sleep(LOOK_MS, stopped.signal).catch(() => undefined);
      }
    }
  }

  /** Until it rings again, or it is time to look; nothing of it is kept after that. */
  function rest(ringsBefore: number): Promise<void> {
    if (rings !== ringsBefore) return Promise.resolve();
    return new Promise((resolve) => {
      const goOn = (): void => {
        cancel();
        resting.delete(goOn);
        resolve();
      };
      const cancel = clock.after(LOOK_MS, goOn);
      resting.add(goOn);
    });
  }

  function isMine({ leaseUntil }: Follower): boolean {
    return !stopped.signal.aborted && leaseUntil > clock.now();
  }

  /** Queues the events that come next; false when there are none. */
  async function queueNext(follower: Follower): Promise<boolean> {
    const { webhook, position } = follower;
    const { projectId, id: webhookId, filter } = webhook;
    const events = await log.read(position, READ_LIMIT);
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) return false;
    if (first.seq > position + 1) parts.onMissed(webhook);
    const now = clock.now();
    const deliveries = events
      .filter((event) => isSelected(event, { projectId, group: null, filter }))
      .map((event): WebhookDelivery => ({
        projectId,
        webhookId,
        seq: event.seq,
        topic: event.topic,
        body: webhookBodyOf(event),
        status: 'pending',
        attempts: 0,
        nextAttemptAt: now,
        lastAttemptAt: null,
        responseStatus: null,
        responseBody: null,
        error: null,
        createdAt: now,
        deliveredAt: null,
      }));
    if (deliveries.length > 0 || last.seq - follower.written >= CURSOR_STEP) {
      const isWritten = await store.enqueue({ projectId, webhookId, owner, cursor: last.seq, deliveries });
      if (!isWritten) {
        follower.leaseUntil = 0;
        return false;
      }
      follower.written = last.seq;
    }
    follower.position = last.seq;
    return true;
  }

  /** Sends what is due, several at once; false when nothing is. */
  async function sendDue(follower: Follower): Promise<boolean> {
    const { projectId, id } = follower.webhook;
    const due = await store.due(projectId, id, clock.now(), DUE_LIMIT);
    const left = [...due];
    const sendOneAfterAnother = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && isMine(follower); next = left.shift()) {
        await send(follower, next);
      }
    };
    const results = await Promise.allSettled(Array.from({ length: REQUESTS_MAX }, sendOneAfterAnother));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return due.length > 0;
  }

  async function send({ webhook }: Follower, delivery: WebhookDelivery): Promise<void> {
    const secrets = secretsOf(webhook, parts.box, clock.now());
    const answer =
      secrets === null
        ? UNSIGNED
        : await parts.sender.send(
            { url: webhook.url, id: eventIdOf(delivery), body: delivery.body, secrets },
            stopped.signal,
          );
    await store.record(attempted(delivery, answer, parts.retry, clock.now()));
    if (answer.status === GONE) {
      const disabledReason = 'The receiver answered 410 Gone.';
      await store.update(webhook.projectId, webhook.id, { enabled: false, disabledReason }, clock.now());
    }
  }

  lease().catch(onError);

  return {
    async stop() {
      stopLeasing();
      stopPruning();
      stopListening();
      stopped.abort(new Error('the server is stopping'));
      wake();
      await Promise.all(running);
      await store.release(owner).catch(onError);
    },
  };
}

/** HTTP's word that a receiver is gone for good; by Standard Webhooks it is asked no more. */
const GONE = 410;

/** A delivery that can't be signed isn't sent. */
const UNSIGNED: WebhookAnswer = {
  status: null,
  body: null,
  retryAfterMs: null,
  error: new SecretUnreadableError("The webhook's secret").message,
};

/** What signs now; null when one of it can't be opened. */
function secretsOf(webhook: Webhook, box: SecretBox | null, now: number): string[] | null {
  const opened = webhook.secrets
    .filter(({ until }) => until === null || until > now)
    .map(({ value }) => (isSealed(value) ? (box?.open(value, secretPlaceOf(webhook)) ?? null) : value));
  return opened.every((one) => one !== null) ? opened : null;
}

function keyOf({ projectId, id, createdAt }: Webhook): string {
  return JSON.stringify([projectId, id, createdAt]);
}
