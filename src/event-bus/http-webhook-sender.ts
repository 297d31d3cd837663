import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { WebhookAnswer, WebhookRequest, WebhookSender } from '../domain/webhook/webhook-sender.ts';
import { createPublicConnector } from '../lib/public-connector.ts';

export interface HttpWebhookSenderOptions {
  /** Milliseconds for the whole request. */
  timeoutMs: number;
  /** Whether private and loopback addresses may be connected to. */
  allowPrivate: boolean;
  version: string;
}

const BODY_MAX_BYTES = 1024;
const KEEP_ALIVE_MS = 4_000;

/** Webhooks over HTTP, to public addresses unless others are allowed. */
export function createHttpWebhookSender(options: HttpWebhookSenderOptions): WebhookSender {
  const { timeoutMs, allowPrivate, version } = options;
  const agent = new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: allowPrivate
      ? { timeout: timeoutMs }
      : createPublicConnector({ timeoutMs, policy: 'WEBHOOK_ALLOW_PRIVATE=true' }),
  });

  async function post(
    { url, id, body, secrets }: WebhookRequest,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    const at = new Date();
    const answer = await request(url, {
      method: 'POST',
      dispatcher: agent,
      signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': `Tollgate/${version}`,
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
      },
      body,
    });
    const { statusCode: status, headers } = answer;
    const text = await beginningOf(answer.body);
    const isDone = status >= 200 && status < 300;
    return {
      status,
      body: text,
      retryAfterMs: toRetryAfterMs(headers['retry-after'], at.getTime()),
      error: isDone ? null : `The receiver answered ${status}.`,
    };
  }

  return {
    async send(webhook, signal) {
      signal.throwIfAborted();
      // not AbortSignal.timeout() within AbortSignal.any(): Node collects that timer as garbage, and the request waits on
      const ended = new AbortController();
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        ended.abort();
      }, timeoutMs);
      const stop = (): void => ended.abort();
      signal.addEventListener('abort', stop);
      try {
        return await post(webhook, ended.signal);
      } catch (error) {
        signal.throwIfAborted();
        const message = isLate ? `The receiver did not answer within ${timeoutMs} ms.` : messageOf(error);
        return { status: null, body: null, retryAfterMs: null, error: message };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      }
    },
    close: () => agent.destroy(),
  };
}

/** The first kilobyte; the rest is not read, and the connection not used again. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= BODY_MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_MAX_BYTES).toString('utf8').replaceAll('\0', '');
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function toRetryAfterMs(header: string | string[] | undefined, now: number): number | null {
  if (typeof header !== 'string') return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'The request failed.';
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : `${error.message} (${code})`;
}
