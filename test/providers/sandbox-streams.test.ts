import { once } from 'node:events';
import { createConnection } from 'node:net';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestRecord } from '../../src/providers/sandbox/request-log.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const withUsage = { stream_options: { include_usage: true } };

function textOf(chunks: OpenAI.ChatCompletionChunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}

/** The one record of a marker, once it has ended. */
async function recordOf(marker: string): Promise<RequestRecord> {
  await expect
    .poll(() => sandbox.sandbox.requests(marker).map(({ state }) => state))
    .not.toContain('running');
  const [record, ...others] = sandbox.sandbox.requests(marker);
  expect(others).toEqual([]);
  return record!;
}

describe('a stream', () => {
  test('has a chunk for the role, the deltas, the end and the usage', async () => {
    const chunks = await sandbox.stream('Tell #sandbox tokens=20', withUsage);
    expect(chunks).toHaveLength(1 + 20 + 1 + 1);
    expect(chunks[0]?.choices[0]).toMatchObject({
      delta: { role: 'assistant', content: '' },
      finish_reason: null,
    });
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 20 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test('can bring several tokens in a chunk', async () => {
    const chunks = await sandbox.stream('Tell #sandbox tokens=20 chunk=6', withUsage);
    expect(chunks).toHaveLength(1 + 4 + 2);
    expect(await sandbox.countOf(textOf(chunks))).toBe(20);
  });

  test('of a given text is that text, whatever its characters', async () => {
    const text = 'Fünf 🦊🦊 und\n"日本語"\\';
    const prompt = `Repeat #sandbox say=${JSON.stringify(text)}`;
    const chunks = await sandbox.stream(prompt, withUsage);
    expect(textOf(chunks)).toBe(text);
    expect(chunks.length).toBeGreaterThan(6);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(await sandbox.countOf(text));
    expect((await sandbox.ask(prompt)).choices[0]?.message.content).toBe(text);
  });

  test('shows thoughts where it is asked to, and always counts them', async () => {
    const chunks = await sandbox.stream('Why? #sandbox reasoning=12 tokens=5', { model: 'o3', ...withUsage });
    const thoughts = chunks.map(
      (chunk) =>
        (chunk.choices[0]?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? '',
    );
    expect(await sandbox.countOf(thoughts.join(''))).toBe(12);
    const usage = { completion_tokens: 17, completion_tokens_details: { reasoning_tokens: 12 } };
    expect(chunks.at(-1)?.usage).toMatchObject(usage);
    const whole = await sandbox.ask('Why? #sandbox reasoning=12 tokens=5', { model: 'o3' });
    expect(whole.choices[0]?.message).toMatchObject({ reasoning_content: thoughts.join('') });
    const hidden = await sandbox.ask('Why? #sandbox hidden-reasoning=12 tokens=5', { model: 'o3' });
    expect(hidden.usage).toMatchObject(usage);
    expect(hidden.choices[0]?.message).not.toHaveProperty('reasoning_content');
  });

  test('can use up its tokens by thinking', async () => {
    const { choices, usage } = await sandbox.ask('Why? #sandbox hidden-reasoning=500', {
      max_completion_tokens: 100,
    });
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } });
    expect(usage?.completion_tokens).toBe(100);
  });

  test('of a given text is cut to the tokens that are allowed', async () => {
    const text = 'Überraschung 🦊 in the undergrowth of internationalization';
    for (const limit of [1, 3, 7]) {
      const { choices, usage } = await sandbox.ask(`#sandbox say=${JSON.stringify(text)}`, {
        max_tokens: limit,
      });
      expect(text.startsWith(choices[0]!.message.content!)).toBe(true);
      expect(choices[0]!.finish_reason).toBe('length');
      expect(usage!.completion_tokens).toBe(await sandbox.countOf(choices[0]!.message.content!));
      expect(usage!.completion_tokens).toBeLessThanOrEqual(limit);
    }
  });
});

describe('the account of what was sent', () => {
  test('has the whole of an answer that was read to its end', async () => {
    const chunks = await sandbox.stream('Tell #sandbox tokens=40 marker=whole', withUsage);
    expect(await recordOf('whole')).toMatchObject({
      ...{ endpoint: 'chat', model: 'gpt-4o', marker: 'whole', stream: true, fault: 'plain', attempt: 1 },
      ...{ state: 'answered', status: 200, sentEvents: 44, abortSeenAt: null },
      ...{ completionTokens: 40, sentTokens: 40 },
      promptTokens: chunks.at(-1)?.usage?.prompt_tokens,
    });
  });

  test('has what a client read that left in the middle', async () => {
    const body = {
      model: 'sandbox-fill',
      messages: [{ role: 'user' as const, content: '#sandbox pace=5 marker=left' }],
      max_tokens: 20_000,
      stream: true as const,
    };
    const stream = await sandbox.client.chat.completions.create(body);
    let text = '';
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (text.length > 100) break;
    }
    const record = await recordOf('left');
    expect(record).toMatchObject({ state: 'aborted', status: 200, completionTokens: 20_000 });
    expect(record.abortSeenAt).toBeGreaterThanOrEqual(record.receivedAt);
    const read = await sandbox.countOf(text);
    expect(record.sentTokens).toBeGreaterThanOrEqual(read);
    expect(record.sentTokens - read).toBeLessThan(50);
  });

  test('agrees with what many clients read that left at different times', async () => {
    const readers = Array.from({ length: 60 }, async (_, index) => {
      const marker = `many-${index}`;
      const body = {
        model: 'gpt-4o',
        messages: [{ role: 'user' as const, content: `#sandbox pace=2 tokens=60 marker=${marker}` }],
        stream: true as const,
      };
      let text = '';
      let chunks = 0;
      for await (const chunk of await sandbox.client.chat.completions.create(body)) {
        text += chunk.choices[0]?.delta.content ?? '';
        if ((chunks += 1) > index) break;
      }
      return { read: await sandbox.countOf(text), record: await recordOf(marker) };
    });
    for (const [index, { read, record }] of (await Promise.all(readers)).entries()) {
      expect(read).toBe(index);
      expect(record.state).toBe('aborted');
      // what was on its way when the client left
      expect(record.sentTokens).toBeGreaterThanOrEqual(read);
      expect(record.sentTokens).toBeLessThanOrEqual(60);
    }
  });

  test('has little of an answer to a client that does not read', async () => {
    const socket = createConnection(sandbox.sandbox.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.pause();
    const body = JSON.stringify({
      model: 'sandbox-fill',
      messages: [{ role: 'user', content: '#sandbox marker=unread' }],
      max_tokens: 200_000,
      stream: true,
    });
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const sent = () => sandbox.sandbox.requests('unread')[0]?.sentEvents ?? 0;
    // it stands still when two looks, some turns of the loop apart, see the same
    let before = -1;
    await expect
      .poll(
        () => {
          const stands = sent() > 0 && sent() === before;
          before = sent();
          return stands;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(sent()).toBeLessThan(200_000);
    socket.destroy();
    const record = await recordOf('unread');
    expect(record).toMatchObject({ state: 'aborted', completionTokens: 200_000 });
    expect(record.sentTokens).toBe(record.sentEvents - 1);
  });

  test('is also read and cleared over HTTP', async () => {
    const own = await startSandbox();
    const address = own.sandbox.url.replace(/v1$/, 'sandbox/requests');
    await own.ask('#sandbox marker=a');
    await own.ask('#sandbox marker=b');
    const of = async (query: string, method = 'GET') =>
      (await (await fetch(`${address}${query}`, { method })).json()) as {
        count: number;
        requests: unknown[];
      };
    expect((await of('')).count).toBe(2);
    expect(await of('?marker=b')).toMatchObject({ count: 1, requests: [{ marker: 'b', state: 'answered' }] });
    await of('', 'DELETE');
    expect((await of('')).count).toBe(0);
    await own.close();
  });
});
