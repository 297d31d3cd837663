import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { invalid } from './error-answer.ts';
import { fromFaultScript } from './fault-script.ts';
import type { FaultStep } from './fault-script.ts';
import { readBody } from './json-body.ts';
import type { RequestLog } from './request-log.ts';
import { sendError, sendJson, unknownAddress } from './respond.ts';

export interface ControlParts {
  log: RequestLog;
  stats: () => object;
}

const outageBody = z.strictObject({ fault: z.string().min(1).max(100) });

/** What is asked about the sandbox itself, below `/sandbox/`: statistics, what became of requests, and the switch for all of them. */
export function createControl({ log, stats }: ControlParts) {
  let outage: FaultStep | null = null;

  function setOutage(name: string | null): void {
    if (name === null) {
      outage = null;
      return;
    }
    const script = fromFaultScript(name);
    const [step] = script.ok ? script.steps : [];
    if (step === undefined || (script.ok && script.steps.length > 1)) {
      throw new RangeError(`There is no sandbox fault named '${name}'.`);
    }
    outage = step;
  }

  async function putOutage(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    // a page of another site can send plain text without asking, but no JSON
    const isJson = /^application\/json\b/.test(incoming.headers['content-type'] ?? '');
    const parsed = await readBody(incoming, outageBody);
    if (!isJson) {
      return sendError(response, { ...invalid('content-type', 'Expected application/json.'), status: 415 });
    }
    if (!parsed.ok) return sendError(response, parsed.error);
    try {
      setOutage(parsed.body.fault);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return sendError(response, invalid('fault', error.message));
    }
    answer(response, { fault: parsed.body.fault });
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://sandbox');
    switch (`${incoming.method ?? ''} ${url.pathname}`) {
      case 'GET /sandbox/stats':
        incoming.resume();
        return answer(response, stats());
      case 'GET /sandbox/requests': {
        incoming.resume();
        const requests = log.records(url.searchParams.get('marker') ?? undefined);
        return answer(response, { count: requests.length, requests });
      }
      case 'DELETE /sandbox/requests':
        incoming.resume();
        log.clear();
        return answer(response, { count: 0, requests: [] });
      case 'PUT /sandbox/outage':
        return putOutage(incoming, response);
      case 'DELETE /sandbox/outage':
        incoming.resume();
        setOutage(null);
        return answer(response, { fault: null });
      default:
        incoming.resume();
        sendError(response, unknownAddress(incoming));
    }
  }

  return { handle, setOutage, outage: () => outage };
}

function answer(response: ServerResponse, body: object): void {
  sendJson(response, 200, JSON.stringify(body));
}
