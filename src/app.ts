import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { newKey } from './domain/access/key-hash.ts';
import { openAccess } from './domain/access/open-access.ts';
import { createActiveCalls } from './domain/call/active-calls.ts';
import { exportCalls } from './domain/call/export-calls.ts';
import type { CallParts } from './domain/call/run-call.ts';
import { sweepCalls } from './domain/call/sweep-calls.ts';
import { ShuttingDownError } from './domain/errors.ts';
import { createEventFeed } from './domain/event/event-feed.ts';
import { forgetEvents } from './domain/event/forget-events.ts';
import { createCatalogue } from './domain/model/catalogue.ts';
import { createModelDirectory } from './domain/model/model-directory.ts';
import type { ModelDirectory, ModelDirectoryParts } from './domain/model/model-directory.ts';
import type { TemplateParts } from './domain/prompt/manage-template.ts';
import { createPromptLibrary } from './domain/prompt/prompt-library.ts';
import { createRetryBudgets } from './domain/resilience/retry-budget.ts';
import { createUpstreamGate } from './domain/resilience/upstream-gate.ts';
import type { SecretBox } from './domain/secret/secret-box.ts';
import { stayCheckedIn } from './domain/stay-checked-in.ts';
import type { Storage } from './domain/storage.ts';
import { currentTimeTool } from './domain/tool/current-time.ts';
import { createToolRegistry } from './domain/tool/tool-registry.ts';
import type { Tool } from './domain/tool/tool.ts';
import type { Doorbell } from './domain/event/event-log.ts';
import { startWebhookDeliverer } from './domain/webhook/deliver-webhooks.ts';
import { createHttpWebhookSender } from './event-bus/http-webhook-sender.ts';
import { createLocalDoorbell } from './event-bus/local-doorbell.ts';
import { createRedisDoorbell } from './event-bus/redis-doorbell.ts';
import { CAPABILITIES } from './domain/capability/capabilities.ts';
import type { Capability } from './domain/capability/capability.ts';
import { createSchema } from './graphql/schema.ts';
import { createAttemptGuard } from './http/attempt-guard.ts';
import { loadPersistedOperations } from './http/persisted-operations.ts';
import { createHttpServer } from './http/server.ts';
import { createTokenVerifier } from './http/token-verifier.ts';
import { createSchemaValidator } from './json-schema/schema-validator.ts';
import { systemClock } from './lib/clock.ts';
import type { Clock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import { createLogger, secretsOf } from './logger.ts';
import { startMaintenance } from './maintenance.ts';
import { openModelAccess, resealAll } from './model-access.ts';
import { priceEntries } from './providers/price-data.ts';
import { sandboxPriceEntries } from './providers/sandbox/sandbox-prices.ts';
import { createSqliteStorage } from './storage/sqlite/storage.ts';
import { createTiktokenCounter } from './tokenizer/tiktoken-counter.ts';
import { version } from './version.ts';

/** How often the log is looked at for what other processes appended, in milliseconds; the second where they are heard ringing. */
const EVENT_POLL_MS = 250;
const EVENT_POLL_RUNG_MS = 2_000;
/** How long a price that another process has set may go unnoticed, in milliseconds. */
const PRICES_FRESH_MS = 1_000;
const EVENT_BUFFER_SIZE = 10_000;
/** How long calls that were aborted by a stop get to be settled and answered, in milliseconds. */
const ABORTED_SETTLE_MS = 5_000;

export interface AppParts {
  clock: Clock;
  logger: Logger;
  /** Besides those that are built in. */
  tools: readonly Tool[];
  /** The same. */
  capabilities: readonly Capability[];
}

export interface App {
  /** Everything over HTTP, without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Throws when the address is taken or not allowed, with the code of the system (EADDRINUSE, EACCES). */
  listen(): Promise<{ url: string; port: number }>;
  /** Lets running calls finish within the grace time, ends subscriptions and lets go of everything. Idempotent. */
  close(): Promise<void>;
  readonly logger: Logger;
  /** The admin key that was made now, at the first start without one; to be shown once. Null at every other start. */
  readonly newAdminKey: string | null;
}

/**
 * Puts all parts together; the only file that knows them all. Throws StoreUnavailableError when the store can't be
 * opened. Nothing listens for clients before `listen`.
 */
export async function createApp(config: Config, overrides: Partial<AppParts> = {}): Promise<App> {
  const clock = overrides.clock ?? systemClock;
  const newAdmin = newKey();
  const secrets = [...secretsOf(config), newAdmin];
  const logger = overrides.logger ?? createLogger({ log: config.log, secrets });
  /** Closed in reverse order of opening. */
  const opened: (() => void | Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };

  try {
    const storage = await openStorage(config, logger);
    opened.push(() => storage.close());
    const doorbell = openDoorbell(config, logger, opened);
    const tokenCounter = createTiktokenCounter({
      onWorkerError: (err) =>
        logger.error({ err }, 'the token counting thread failed; long prompts get an upper bound'),
    });
    opened.push(() => tokenCounter.close());
    const modelAccess = await openModelAccess(config, storage, { tokenCounter, clock, logger });
    opened.push(() => modelAccess.close());
    const { providerKeys } = modelAccess;
    const access = await openAccess(storage, {
      ...config.access,
      newAdminKey: newAdmin,
      tokens: config.access.tokens && createTokenVerifier({ ...config.access.tokens, clock }),
      attempts: createAttemptGuard(config.access.failuresPerMinute),
      clock,
      leaseMs: config.calls.holdLeaseMs,
      onError: (err, what) => logger.error({ err }, what),
    });
    opened.push(() => access.close());
    const { authenticator, apiKeys, rateLimiter } = access;
    const newAdminKey = access.hasNewAdminKey ? newAdmin : null;

    const feed = createEventFeed({
      log: storage.events,
      doorbell,
      clock,
      pollMs: () => (doorbell.reachesOthers ? EVENT_POLL_RUNG_MS : EVENT_POLL_MS),
      bufferSize: EVENT_BUFFER_SIZE,
      queueMax: config.events.subscriberQueueMax,
      stallMs: config.events.subscriberStallMs,
      onReadError: (err) => logger.error({ err }, 'events could not be read'),
    });
    opened.push(() => feed.close());

    const leaseMs = config.calls.holdLeaseMs;
    const activeCalls = createActiveCalls({
      store: storage.calls,
      clock,
      leaseMs,
      onRenewalError: (err) => logger.error({ err }, 'leases of running calls could not be renewed'),
    });
    opened.push(() => activeCalls.stop());

    const models = createModels(config, storage, clock, modelAccess.known);

    let stopping = false;
    const schemas = createSchemaValidator({
      onWorkerError: (err) => logger.error({ err }, 'a thread that checks JSON against schemas failed'),
    });
    opened.push(() => schemas.close());
    const tools = createToolRegistry([currentTimeTool(clock), ...(overrides.tools ?? [])], schemas, secrets);
    const library = createPromptLibrary(storage.prompts, clock);
    const calls: CallParts = {
      prompts: library,
      promptMaxBytes: config.limits.maxPromptBytes,
      store: storage.calls,
      models,
      aliases: config.calls.aliases,
      tokenCounter,
      contentPolicy: config.content.policy,
      providers: providerKeys.directory,
      tools,
      schemas,
      gate: createUpstreamGate({
        clock,
        circuit: config.circuitBreaker,
        queue: config.upstream,
        onCircuitChange: (circuit, state) => logger.warn({ ...circuit, state }, 'a circuit has changed'),
      }),
      retryBudgets: createRetryBudgets({ clock, share: config.calls.retryBudgetShare }),
      rateLimiter,
      activeCalls,
      doorbell,
      clock,
      random: Math.random,
      leaseMs,
      defaultModel: config.calls.defaultModel,
      defaultEmbeddingModel: config.calls.defaultEmbeddingModel,
      defaultDeadlineMs: config.calls.deadlineMs,
      retriesMax: config.calls.maxRetries,
      initialBackoffMs: config.calls.retryInitialBackoffMs,
      attemptTimeoutMs: config.openai.timeoutMs,
      isStopping: () => stopping,
      onUnexpectedError: ({ operationId }, err) =>
        logger.error({ operationId, err }, 'a call failed unexpectedly'),
      onSettleRetry: ({ operationId }, err) =>
        logger.error({ operationId, err }, 'a call could not be settled yet'),
    };

    const onError = (err: unknown): void =>
      logger.error({ err }, 'the store could not be told that this process is alive');
    opened.push(await stayCheckedIn(storage, { id: newId(), version }, { clock, leaseMs, onError }));
    await resealAll(storage, providerKeys, logger);
    openWebhooks(config, storage, doorbell, providerKeys.box, clock, logger, opened);
    opened.push(
      clock.every(Math.ceil(leaseMs / 2), async () => {
        const onPresumedSpent = ({ operationId }: { operationId: string }): void => {
          logger.warn({ operationId }, 'the process of a call is gone; its hold is presumed spent');
        };
        await sweepCalls({ store: storage.calls, doorbell, clock, onPresumedSpent }).catch((err: unknown) =>
          logger.error({ err }, 'dead calls could not be swept'),
        );
        const { retentionDays } = config.events;
        await forgetEvents({ log: storage.events, clock, retentionDays }).catch((err: unknown) =>
          logger.error({ err }, 'old events could not be deleted'),
        );
      }),
    );

    opened.push(
      startMaintenance({
        storage,
        doorbell,
        clock,
        content: config.content,
        isStopping: () => stopping,
        onError: (err, text) => logger.error({ err }, text),
      }),
    );

    const prompts: TemplateParts = { store: storage.prompts, library, tokenCounter, doorbell, clock };
    const services = {
      storage,
      apiKeys,
      calls,
      prompts,
      feed,
      doorbell,
      clock,
      webhooks: { allowPrivate: config.webhooks.allowPrivate, box: providerKeys.box },
      providerKeys,
      promptMaxBytes: config.limits.maxPromptBytes,
    };
    const schema = createSchema([...CAPABILITIES, ...(overrides.capabilities ?? [])]);
    const { introspection, graphiql, persistedOperations } = config.exposure;
    const http = createHttpServer({
      schema,
      context: ({ principal, onTooSlow, whenEnded }) => ({ principal, services, onTooSlow, whenEnded }),
      authenticator,
      rateLimiter,
      open: config.access.open,
      proxyHops: config.server.proxyHops,
      host: config.server.host,
      port: config.server.port,
      corsOrigins: config.server.corsOrigins,
      maxBodyBytes: config.limits.maxBodyBytes,
      limits: config.limits,
      introspection,
      graphiql,
      persistedOperations:
        persistedOperations === null ? null : await loadPersistedOperations(persistedOperations, schema),
      exportCalls: ({ projectId }, filter, format) => exportCalls(storage.calls, projectId, filter, format),
      // calls that are ended when the grace time is over still get their answers out
      shutdownGraceMs: config.server.shutdownGraceMs + ABORTED_SETTLE_MS,
      checkStore: () => storage.checkHealth(),
      sandbox: config.sandbox.enabled,
      version,
      logger,
    });

    const stop = async (): Promise<void> => {
      stopping = true;
      const graceEnd = clock.now() + config.server.shutdownGraceMs;
      // streams first: they never end by themselves
      feed.close();
      const closed = http.close();
      await Promise.race([activeCalls.whenIdle(), clock.sleep(Math.max(0, graceEnd - clock.now()))]);
      if (activeCalls.count > 0) {
        logger.warn({ calls: activeCalls.count }, 'ending calls that outlived the grace time');
        activeCalls.abortAll(new ShuttingDownError());
        await Promise.race([activeCalls.whenIdle(), clock.sleep(ABORTED_SETTLE_MS)]);
      }
      await closed;
      await closeAll();
    };
    let stopped: Promise<void> | null = null;

    return {
      logger,
      newAdminKey,
      fetch: (request) => http.fetch(request),
      listen: () => http.listen(),
      close: () => (stopped ??= stop()),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Sends the events of the log to the webhooks that this process has the lease on. */
function openWebhooks(
  { webhooks, calls }: Config,
  storage: Storage,
  doorbell: Doorbell,
  box: SecretBox | null,
  clock: Clock,
  logger: Logger,
  opened: (() => void | Promise<void>)[],
): void {
  const { allowPrivate, timeoutMs, attemptsMax, initialBackoffMs } = webhooks;
  const sender = createHttpWebhookSender({ timeoutMs, allowPrivate, version });
  opened.push(() => sender.close());
  const deliverer = startWebhookDeliverer({
    store: storage.webhooks,
    log: storage.events,
    doorbell,
    sender,
    box,
    clock,
    owner: newId(),
    leaseMs: calls.holdLeaseMs,
    retry: { attemptsMax, initialBackoffMs, random: Math.random },
    onError: (err) => logger.error({ err }, 'webhooks could not be delivered for now'),
    onMissed: ({ id }) =>
      logger.error({ webhookId: id }, 'events were deleted before the webhook was sent them'),
  });
  opened.push(() => deliverer.stop());
}

function openDoorbell(
  { redisUrl, store }: Config,
  logger: Logger,
  opened: (() => void | Promise<void>)[],
): Doorbell {
  if (redisUrl === null) return createLocalDoorbell();
  const doorbell = createRedisDoorbell({
    url: redisUrl,
    store: store.kind === 'sqlite' ? resolve(store.path) : store.url,
    onLost: (err) =>
      logger.warn(
        { err, pollMs: EVENT_POLL_MS },
        'Redis is out of reach; events of other processes are looked for in the store instead',
      ),
    onFound: () => logger.info('Redis is in reach again'),
  });
  opened.push(() => doorbell.close());
  return doorbell;
}

/** The store of the configuration. Throws StoreUnavailableError. */
export async function openStorage({ store, analytics }: Config, logger: Logger): Promise<Storage> {
  switch (store.kind) {
    case 'sqlite':
      return createSqliteStorage({
        path: store.path,
        version,
        onFatal: (err) => logger.error({ err }, 'a storage thread ended; the next operation starts another'),
      });
    case 'mongodb': {
      // the driver takes a while to load, and who keeps the data in a file doesn't need it
      const { createMongoStorage } = await import('./storage/mongodb/storage.ts');
      return createMongoStorage({
        url: store.url,
        version,
        reportsFrom: analytics.readPreference,
        onRetry: (err) => logger.warn({ err }, 'the store failed; the operation is tried again'),
      });
    }
  }
}

/** Every model that has a price: listed, configured or set at run time. */
export function createModels(
  config: Config,
  storage: Storage,
  clock: Clock,
  providers: Pick<ModelDirectoryParts, 'isConfigured' | 'providersOf'>,
): ModelDirectory {
  return createModelDirectory({
    catalogue: createCatalogue([...priceEntries(), ...(config.sandbox.enabled ? sandboxPriceEntries() : [])]),
    prices: storage.prices,
    configured: config.prices,
    clock,
    freshMs: PRICES_FRESH_MS,
    ...providers,
  });
}
