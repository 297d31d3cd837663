import { hostname } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createHttpWebhookSender } from '../../src/event-bus/http-webhook-sender.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

const secrets = ['whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz'];
const never = new AbortController().signal;

test.each([
  ...[
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
  ],
  // names: what counts is the address that is connected to, so a name may lead elsewhere each time
  ...['localhost', hostname()],
])('a receiver at %s is not connected to, whatever its name leads to', async (host) => {
  const receiver = await startWebhookReceiver();
  const sender = createHttpWebhookSender({ timeoutMs: 2_000, allowPrivate: false, version: '1' });
  const { port } = new URL(receiver.url);
  const answer = await sender.send({ url: `http://${host}:${port}/`, id: 'a', body: '{}', secrets }, never);
  expect(answer.error).toMatch(/is a private address/);
  expect(receiver.received).toEqual([]);
  await sender.close();
  await receiver.close();
});

test('where they are allowed it is', async () => {
  const receiver = await startWebhookReceiver();
  const sender = createHttpWebhookSender({ timeoutMs: 2_000, allowPrivate: true, version: '1' });
  const answer = await sender.send({ url: receiver.url, id: 'a', body: '{}', secrets }, never);
  expect(answer).toEqual({ status: 204, body: '', retryAfterMs: null, error: null });
  await sender.close();
  await receiver.close();
});

test('a receiver that is not there, and one that asks for time, are told apart', async () => {
  const busy = await startWebhookReceiver((_, _number, response) => {
    response.writeHead(503, { 'retry-after': '7' }).end('later');
    return null;
  });
  const sender = createHttpWebhookSender({ timeoutMs: 2_000, allowPrivate: true, version: '1' });
  expect(await sender.send({ url: busy.url, id: 'a', body: '{}', secrets }, never)).toMatchObject({
    status: 503,
    body: 'later',
    retryAfterMs: 7_000,
  });
  await busy.close();
  const gone = await sender.send({ url: busy.url, id: 'a', body: '{}', secrets }, never);
  expect(gone).toMatchObject({ status: null, body: null });
  expect(gone.error).toMatch(/ECONNREFUSED/);
  await sender.close();
});

test('silence ends after its time, also while garbage is collected', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const silent = await startWebhookReceiver(() => null);
  const sender = createHttpWebhookSender({ timeoutMs: 500, allowPrivate: true, version: '1' });
  const collecting = setInterval(collect, 20);
  const answer = await sender.send({ url: silent.url, id: 'a', body: '{}', secrets }, never);
  clearInterval(collecting);
  expect(answer).toMatchObject({ status: null, error: 'The receiver did not answer within 500 ms.' });
  await sender.close();
  await silent.close();
});

test('a request is given up when the deliverer stops', async () => {
  const silent = await startWebhookReceiver(() => null);
  const sender = createHttpWebhookSender({ timeoutMs: 20_000, allowPrivate: true, version: '1' });
  const stopped = new AbortController();
  const sent = sender.send({ url: silent.url, id: 'a', body: '{}', secrets }, stopped.signal);
  await silent.whenReceived(1);
  stopped.abort(new Error('the server is stopping'));
  await expect(sent).rejects.toThrow('the server is stopping');
  await sender.close();
  await silent.close();
});
