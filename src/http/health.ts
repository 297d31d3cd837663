import type { ServerPlugin } from './exchange.ts';

/** Readiness is told within two seconds, also by a server that is busy. */
const CHECK_TIMEOUT_MS = 1500;
/** How long a check is good for, from its beginning: it writes to the disk, and anybody can ask. The two together stay below two seconds. */
const CHECK_EVERY_MS = 250;

export interface HealthOptions {
  /** Why the server takes no requests at the moment, or null when it does. */
  unreadyReason: () => string | null;
  /** Throws when the store cannot be used; its message is shown. */
  checkStore: () => Promise<void>;
  sandbox: boolean;
  version: string;
}

/** `/health/live`: the process answers. `/health/ready`: it can do its work. Neither asks for a key. */
export function useHealth(options: HealthOptions): ServerPlugin {
  let check: { startedAt: number; problem: Promise<string | null>; isOver: boolean } | null = null;

  /** Of the check that is under way, or was made a moment ago. */
  function latestProblem(): Promise<string | null> {
    const now = performance.now();
    if (check !== null && (!check.isOver || now - check.startedAt < CHECK_EVERY_MS)) return check.problem;
    const started = { startedAt: now, problem: storeProblem(options), isOver: false };
    check = started;
    void started.problem.finally(() => (started.isOver = true));
    return started.problem;
  }

  async function unready(): Promise<string | null> {
    return options.unreadyReason() ?? (await latestProblem());
  }

  return {
    onRequest(event) {
      const { request, url, fetchAPI } = event;
      // cheaply and without waiting: every other request comes by here too
      if (!request.url.includes('/health/') || (request.method !== 'GET' && request.method !== 'HEAD'))
        return;
      const answer = (body: object, status = 200): void =>
        event.endResponse(fetchAPI.Response.json(body, { status }));
      if (url.pathname === '/health/live') answer({ status: 'ok' });
      if (url.pathname !== '/health/ready') return;
      return unready().then((reason) => {
        if (reason === null) answer({ status: 'ready', sandbox: options.sandbox, version: options.version });
        else answer({ status: 'unavailable', reason }, 503);
      });
    },
  };
}

async function storeProblem({ checkStore }: HealthOptions): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<string>((resolve) => {
    timer = setTimeout(
      resolve,
      CHECK_TIMEOUT_MS,
      `The store did not answer within ${CHECK_TIMEOUT_MS / 1000} seconds.`,
    );
  });
  try {
    return await Promise.race([checkStore().then(() => null), timedOut]);
  } catch (error) {
    return error instanceof Error ? error.message : 'The store cannot be used.';
  } finally {
    clearTimeout(timer);
  }
}
