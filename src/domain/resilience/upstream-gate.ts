import type { Clock } from '../../lib/clock.ts';
import { CircuitOpenError, ProviderError } from '../provider/provider-error.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import type { CircuitBreakerOptions } from './circuit-breaker.ts';
import { createFairQueue } from './fair-queue.ts';
import type { EnterOptions, FairQueue, FairQueueOptions } from './fair-queue.ts';
import { isUpstreamFailure } from './upstream-failure.ts';
import type { AttemptTime } from './upstream-failure.ts';

/** Who is to be asked, and who asks: callers with the same key take turns with those of another. */
export interface GateRequest {
  provider: string;
  /** Whose key at the provider: the id of a project, null for that of the configuration. Each has circuits and turns of its own. */
  account: string | null;
  model: string;
  key: string;
}

/** The right to send one request. One of `succeed` and `fail` says how it went; `leave` makes room for the next. */
export interface Pass {
  /** The provider has begun to answer. */
  answering(): void;
  succeed(): void;
  fail(error: unknown, time: AttemptTime): void;
  leave(): void;
}

/** What every upstream request passes: the circuit of its model, and the turn at its provider. */
export interface UpstreamGate {
  /** Throws CircuitOpenError, UpstreamBusyError, and the signal's reason when it is aborted while waiting. */
  enter(request: GateRequest, options: EnterOptions): Promise<Pass>;
}

export interface UpstreamGateOptions {
  clock: Clock;
  /** Null when circuits are off. */
  circuit: Pick<CircuitBreakerOptions, 'failuresMax' | 'coolDownMs'> | null;
  onCircuitChange: CircuitBreakerOptions['onChange'];
  /** At each provider: requests that run, and calls that wait. */
  queue: Pick<FairQueueOptions, 'runningMax' | 'waitingMax'>;
}

export function createUpstreamGate(options: UpstreamGateOptions): UpstreamGate {
  const { clock, circuit, onCircuitChange } = options;
  const breaker =
    circuit &&
    createCircuitBreaker({ clock, ...circuit, ...(onCircuitChange && { onChange: onCircuitChange }) });
  const queues = new Map<string, FairQueue>();
  async function enterQueue(
    { provider, account, key }: GateRequest,
    turn: EnterOptions,
  ): Promise<() => void> {
    const id = JSON.stringify([provider, account]);
    const queue = queues.get(id) ?? createFairQueue({ clock, provider, ...options.queue });
    queues.set(id, queue);
    const forget = (): void => {
      // accounts come and go
      if (queue.running === 0 && queue.waiting === 0 && queues.get(id) === queue) queues.delete(id);
    };
    try {
      const release = await queue.enter(key, turn);
      return () => {
        release();
        forget();
      };
    } catch (error) {
      forget();
      throw error;
    }
  }

  return {
    async enter(request, options) {
      const { provider, account, model } = request;
      const release = await enterQueue(request, options);
      // after the wait: a permit is for now
      const permit = breaker?.tryEnter(account === null ? provider : `${provider} of ${account}`, model);
      if (permit !== undefined && 'openUntil' in permit) {
        release();
        throw new CircuitOpenError(provider, model, Math.max(0, permit.openUntil - clock.now()));
      }
      return {
        answering: () => permit?.answering(),
        succeed: () => permit?.succeed(),
        fail(error, time) {
          if (!isUpstreamFailure(error, time)) permit?.ignore();
          else permit?.fail(error instanceof ProviderError ? error.retryAfterMs : null);
        },
        leave: release,
      };
    },
  };
}
