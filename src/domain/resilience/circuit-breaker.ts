/**
 * One circuit for each model of each provider. It is our own because cockatiel's breaker runs a function to its end and asks `Date.now`
 * itself: it can't be told the time, takes a cancelled probe for a success, makes every caller wait for a probe, however long it takes, and
 * has no way to say that the first chunk of a stream has come.
 */
import type { Clock } from '../../lib/clock.ts';
import { LinkedList } from '../../lib/linked-list.ts';
import type { ListNode } from '../../lib/linked-list.ts';
import { RETRY_DELAY_MAX_MS } from './retry.ts';

/** The right to send one request. Exactly one of `succeed`, `fail` and `ignore` ends it; the first counts. */
export interface Permit {
  /** The provider has begun to answer: enough to close an open circuit. How it ends is said later. */
  answering(): void;
  succeed(): void;
  /** The provider failed; `retryAfterMs` is how long it asked to be left alone, null when it didn't. */
  fail(retryAfterMs: number | null): void;
  /** It ended without saying anything about the provider: cancelled, or refused because of the request. */
  ignore(): void;
}

export interface CircuitBreaker {
  /** A permit, or when to ask again in UTC milliseconds. */
  tryEnter(provider: string, model: string): Permit | { openUntil: number };
  /** The circuits that are open, for health and metrics. */
  openCircuits(): CircuitName[];
}

export interface CircuitName {
  provider: string;
  model: string;
}

export interface CircuitBreakerOptions {
  clock: Clock;
  /** Failures in a row that open a circuit. */
  failuresMax: number;
  /** Milliseconds for which an open circuit lets nobody in, and after which a probe that hasn't ended makes way for another one. */
  coolDownMs: number;
  /** Told when a circuit opens and when it closes. */
  onChange?: (circuit: CircuitName, state: 'open' | 'closed') => void;
}

/** Circuits that are kept; the one that was not used for longest makes way. */
export const CIRCUITS_MAX = 1_000;

/**
 * Open: until `until` nobody is let in, then one probe, which gets that time, too. Only the latest probe can prolong it, because
 * the earlier ones tell of an earlier time; any of them can end it.
 */
type CircuitState =
  { kind: 'closed'; failuresInARow: number } | { kind: 'open'; until: number; probe: Permit | null };

interface Circuit extends CircuitName {
  key: string;
  state: CircuitState;
}

/**
 * Failures in a row open a circuit, whatever their rate: they come fast where a provider is down, and hardly ever where it fails now and then,
 * which retries cure. Each permit belongs to the state it was given in, so that requests from before an opening say nothing about the time after it.
 */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { clock, failuresMax, coolDownMs, onChange } = options;
  const waitMaxMs = Math.max(coolDownMs, RETRY_DELAY_MAX_MS);
  const circuits = new Map<string, ListNode<Circuit>>();
  const byUse = new LinkedList<Circuit>();

  function circuitOf(provider: string, model: string): Circuit {
    const key = JSON.stringify([provider, model]);
    const known = circuits.get(key);
    if (known !== undefined) byUse.remove(known);
    else if (circuits.size >= CIRCUITS_MAX) circuits.delete(byUse.shift()?.key ?? '');
    const circuit = known?.value ?? { key, provider, model, state: closed() };
    circuits.set(key, byUse.push(circuit));
    return circuit;
  }

  function change(circuit: Circuit, state: CircuitState): void {
    circuit.state = state;
    onChange?.({ provider: circuit.provider, model: circuit.model }, state.kind);
  }

  function permitOf(circuit: Circuit): Permit {
    const given = circuit.state;
    let ended = false;
    const close = () => {
      if (given.kind === 'open' && circuit.state === given) change(circuit, closed());
    };
    const end = (verdict: () => void) => {
      if (!ended && circuit.state === given) verdict();
      ended = true;
    };
    const permit: Permit = {
      answering: () => {
        if (!ended) close();
      },
      succeed: () =>
        end(() => {
          if (given.kind === 'closed') given.failuresInARow = 0;
          else close();
        }),
      fail: (retryAfterMs) =>
        end(() => {
          const askedUntil = clock.now() + Math.min(retryAfterMs ?? 0, RETRY_DELAY_MAX_MS);
          if (given.kind === 'closed') {
            given.failuresInARow += 1;
            if (given.failuresInARow < failuresMax) return;
            const until = Math.max(clock.now() + coolDownMs, askedUntil);
            change(circuit, { kind: 'open', until, probe: null });
          } else if (given.probe === permit) {
            // the cool-down runs from when the probe was sent: there is one probe in each
            Object.assign(given, { until: Math.max(given.until, askedUntil), probe: null });
          }
        }),
      ignore: () =>
        end(() => {
          // the next caller may find out in its place
          if (given.kind === 'open' && given.probe === permit)
            Object.assign(given, { until: clock.now(), probe: null });
        }),
    };
    if (given.kind === 'open') Object.assign(given, { until: clock.now() + coolDownMs, probe: permit });
    return permit;
  }

  return {
    tryEnter(provider, model) {
      const circuit = circuitOf(provider, model);
      const { state } = circuit;
      if (state.kind === 'open') {
        const waitMs = state.until - clock.now();
        // longer than the longest wait, the clock was set back
        if (waitMs > 0 && waitMs <= waitMaxMs) return { openUntil: state.until };
      }
      return permitOf(circuit);
    },
    openCircuits: () =>
      [...circuits.values()]
        .map(({ value }) => value)
        .filter(({ state }) => state.kind === 'open')
        .map(({ provider, model }) => ({ provider, model })),
  };
}

function closed(): CircuitState {
  return { kind: 'closed', failuresInARow: 0 };
}
