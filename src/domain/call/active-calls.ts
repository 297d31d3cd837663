import type { Clock } from '../../lib/clock.ts';
import type { CallKey, CallStore } from './call-store.ts';

/** The calls that this process is running: their leases are renewed, and a stop can wait for them or end them. */
export interface ActiveCalls {
  /** Runs `task` as a part of the call: its lease is renewed meanwhile, and `signal` ends it early. */
  run<Result>(key: CallKey, task: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  readonly count: number;
  /** Resolves when no call is running. */
  whenIdle(): Promise<void>;
  /** Aborts the upstream requests of every running call. */
  abortAll(reason: Error): void;
  /** Stops renewing leases. */
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

  const stopRenewing = clock.every(Math.ceil(leaseMs / 3), async () => {
    if (running.size === 0) return;
    try {
      await store.renewLeases([...running.values()], clock.now() + leaseMs);
    } catch (error) {
      onRenewalError(error);
    }
  });

  return {
    async run(key, task) {
      const controller = new AbortController();
      running.set(controller, key);
      try {
        return await task(controller.signal);
      } finally {
        running.delete(controller);
        if (running.size === 0) {
          idleListeners.forEach((listener) => listener());
          idleListeners = [];
        }
      }
    },
    get count() {
      return running.size;
    },
    whenIdle() {
      if (running.size === 0) return Promise.resolve();
      return new Promise((resolve) => idleListeners.push(resolve));
    },
    abortAll(reason) {
      for (const controller of running.keys()) controller.abort(reason);
    },
    stop: stopRenewing,
  };
}
