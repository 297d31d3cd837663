import { Client } from 'undici';

const RESPONSE_LIMIT_MS = 30_000;

/** What is asked, and what counts as an answer. */
export interface Target {
  origin: string;
  path: string;
  headers: Record<string, string>;
  /** The body of a request; every number gives another one. */
  bodyOf(number: number): string;
  isAnswer(status: number, body: string): boolean;
}

export interface LoadResult {
  /** Answers and errors together. */
  requests: number;
  errors: number;
  /** The first error, for a person; null without one. */
  firstError: string | null;
  seconds: number;
  /** Milliseconds from sending a request to the end of its answer. */
  p50Ms: number;
  p99Ms: number;
}

export interface Load {
  /** Keeps every connection busy with one request after the other, and lets the last ones end. */
  run(durationMs: number): Promise<LoadResult>;
  close(): Promise<void>;
}

let requestNumber = 0;

/** Opens connections that stay open from one `run` to the next. */
export function openLoad(target: Target, connections: number): Load {
  const limits = { headersTimeout: RESPONSE_LIMIT_MS, bodyTimeout: RESPONSE_LIMIT_MS };
  const clients = Array.from(
    { length: connections },
    () => new Client(target.origin, { pipelining: 1, ...limits }),
  );
  return {
    async run(durationMs) {
      const latencies: number[] = [];
      const errors: string[] = [];
      const startedAt = performance.now();
      const endsAt = startedAt + durationMs;
      const keepBusy = async (client: Client): Promise<void> => {
        while (performance.now() < endsAt) {
          const sentAt = performance.now();
          const error = await ask(client, target).catch(String);
          latencies.push(performance.now() - sentAt);
          if (error !== null) errors.push(error);
        }
      };
      await Promise.all(clients.map(keepBusy));
      const seconds = (performance.now() - startedAt) / 1000;
      const sorted = Float64Array.from(latencies).sort();
      return {
        requests: latencies.length,
        errors: errors.length,
        firstError: errors[0] ?? null,
        seconds,
        p50Ms: percentile(sorted, 0.5),
        p99Ms: percentile(sorted, 0.99),
      };
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

/** Null, or what was wrong with the answer. By undici's handlers: its promises and streams cost twice the time of this process. */
function ask(client: Client, target: Target): Promise<string | null> {
  const { path, headers } = target;
  return new Promise((resolve, reject) => {
    let status = 0;
    let body = '';
    client.dispatch(
      { method: 'POST', path, headers, body: target.bodyOf((requestNumber += 1)) },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_, code) => {
          status = code;
        },
        onResponseData: (_, chunk) => {
          body += chunk.toString('latin1');
        },
        onResponseEnd: () =>
          resolve(target.isAnswer(status, body) ? null : `HTTP ${status}: ${body.slice(0, 500)}`),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}

/** The nearest rank; NaN of nothing. */
function percentile(sorted: Float64Array, fraction: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? Number.NaN;
}
