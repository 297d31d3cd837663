import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { Doorbell } from '../domain/event/event-log.ts';
import { createLocalDoorbell } from './local-doorbell.ts';

export interface RedisDoorbellOptions {
  /** redis:// or rediss://, with user, password and database where they are needed. */
  url: string;
  /** The path or the URL of the store whose log it is about: processes on other stores don't wake each other. */
  store: string;
  /** Told once each time that Redis is lost, and each time that it is there again. */
  onLost: (error: Error) => void;
  onFound: () => void;
}

export interface RedisDoorbell extends Doorbell {
  close(): void;
}

const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** A dead connection is noticed by the system, not by a ring that nobody answers. */
const KEEP_ALIVE_MS = 10_000;

/**
 * A doorbell between processes: who rings it is heard in all of them. It carries nothing, so a ring that is lost delays events until the
 * log is looked at the next time, and loses none. Never throws and never waits for Redis; it connects again by itself.
 */
export function createRedisDoorbell({ url, store, onLost, onFound }: RedisDoorbellOptions): RedisDoorbell {
  const channel = `tollgate:events:${nameOf(store)}`;
  const local = createLocalDoorbell();
  const options: RedisOptions = {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    retryStrategy: (attempt) => Math.min(RECONNECT_MIN_MS * 2 ** Math.min(attempt, 10), RECONNECT_MAX_MS),
    // by us, when it is ready, so that a failure is ours to handle
    autoResubscribe: false,
  };
  const publisher = new Redis(url, options);
  const subscriber = new Redis(url, options);
  let isListening = false;
  let isToldLost = false;
  let isPublishing = false;
  let rungMeanwhile = false;
  let isClosed = false;

  function lose(error: Error): void {
    if (isToldLost || isClosed) return;
    isToldLost = true;
    onLost(error);
  }

  async function listen(): Promise<void> {
    try {
      await subscriber.subscribe(channel);
    } catch (error) {
      // it goes away, or refuses: the next connection tries again
      lose(toError(error));
      if (!isClosed) subscriber.disconnect(true);
      return;
    }
    isListening = true;
    find();
    // what was rung while nobody listened
    local.ring();
  }

  function find(): void {
    if (!isToldLost || !isListening || publisher.status !== 'ready') return;
    isToldLost = false;
    onFound();
  }

  /** One at a time: all rings of the meantime are one. */
  async function publish(): Promise<void> {
    if (isPublishing) {
      rungMeanwhile = true;
      return;
    }
    isPublishing = true;
    do {
      rungMeanwhile = false;
      // the others look at the log by themselves, only later
      if (publisher.status === 'ready') await publisher.publish(channel, '').catch(lose);
    } while (rungMeanwhile);
    isPublishing = false;
  }

  for (const connection of [publisher, subscriber]) {
    connection.on('error', lose);
    connection.on('close', () => lose(new Error('the connection was closed')));
  }
  subscriber.on('close', () => (isListening = false));
  publisher.on('ready', find);
  subscriber.on('ready', () => void listen());
  subscriber.on('message', () => local.ring());

  return {
    get reachesOthers() {
      return isListening && publisher.status === 'ready';
    },
    ring() {
      local.ring();
      void publish();
    },
    onRing: (listener) => local.onRing(listener),
    close() {
      isClosed = true;
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** Of a MongoDB URL only the database, without servers and password: processes may reach one store by several addresses. */
function nameOf(store: string): string {
  return /^mongodb[^/]*\/\/[^/]*\/([^?]*)/.exec(store)?.[1] ?? store;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
