import type { Clock } from '../../lib/clock.ts';
import { CancelledError } from '../errors.ts';
import type { CallKey, CallStore } from './call-store.ts';

/** How soon a cancellation that came in by another process is seen, in milliseconds. */
const CANCELLATION_POLL_MS = 400;

/** The calls that this process is running: their leases are renewed, and a stop can wait for them or end them. */
export interface ActiveCalls {
  /** Runs `task` as a part of the call: its lease is renewed meanwhile. Its signal is aborted with `outer`, by a cancellation and by a stop. */
  run<Result>(
    key: CallKey,
    outer: AbortSignal | undefined,
    task: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  /** Ends the call early if this process runs it. */
  cancel(key: CallKey): void;
  readonly count: number;
  /** Resolves when no call is running. */
  whenIdle(): Promise<void>;
  /** Aborts the upstream requests of every call that runs, or begins to run from now on. */
  abortAll(reason: Error): void;
  /** Stops renewing leases and looking for cancellations. */
  stop(): void;
}

export interface ActiveCallsParts {
  store: CallStore;
  clock: Clock;
  leaseMs: number;
  /** Told when leases could not be renewed; it is tried again in a third of a lease. */
  onRenewalError: (error: unknown) => void;
}

export function createActiveCalls({ store, clock, leaseMs, onRenewalError }: ActiveCallsParts): ActiveCalls {
  const running = new Map<AbortController, CallKey>();
  let idleListeners: (() => void)[] = [];
  let allAborted: Error | null = null;

  const stopRenewing = clock.every(Math.ceil(leaseMs / 3), async () => {
    if (running.size === 0) return;
    try {
      await store.renewLeases([...running.values()], clock.now() + leaseMs);
    } catch (error) {
      onRenewalError(error);
    }
  });

  function cancel(keys: readonly CallKey[]): void {
    const ids = new Set(keys.map(idOf));
    for (const [controller, key] of running) {
      if (ids.has(idOf(key))) controller.abort(new CancelledError());
    }
  }

  const stopWatching = clock.every(CANCELLATION_POLL_MS, async () => {
    if (running.size === 0) return;
    try {
      cancel(await store.cancellations([...running.values()]));
    } catch (error) {
      onRenewalError(error);
    }
  });

  return {
    async run(key, outer, task) {
      const controller = new AbortController();
      const end = () => controller.abort(new CancelledError());
      outer?.addEventListener('abort', end, { once: true });
      if (outer?.aborted === true) end();
      if (allAborted !== null) controller.abort(allAborted);
      running.set(controller, key);
      try {
        return await task(controller.signal);
      } finally {
        outer?.removeEventListener('abort', end);
        running.delete(controller);
        if (running.size === 0) {
          idleListeners.forEach((listener) => listener());
          idleListeners = [];
        }
      }
    },
    cancel: (key) => cancel([key]),
    get count() {
      return running.size;
    },
    whenIdle() {
      if (running.size === 0) return Promise.resolve();
      return new Promise((resolve) => idleListeners.push(resolve));
    },
    abortAll(reason) {
      allAborted = reason;
      for (const controller of running.keys()) controller.abort(reason);
    },
    stop() {
      stopRenewing();
      stopWatching();
    },
  };
}

function idOf({ projectId, operationId }: CallKey): string {
  return JSON.stringify([projectId, operationId]);
}
