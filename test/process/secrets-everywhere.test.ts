import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { MongoClient } from 'mongodb';
import { BSON } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { allFieldsOf } from '../support/all-fields.ts';
import { COMPLETE, CREATE_API_KEY, CREATE_WEBHOOK, ROTATE_API_KEY } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import { SET_PROVIDER_KEY } from '../support/provider-key-documents.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

/** Before the first event of a store. */
const START = encodeCursor([0]);
const ADMIN_KEY = 'admin-canary-93bf27c1d05e48a6';
/** What was configured or sent in, and the part of it that no text may have. */
const PLANTED: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'sk-canary-4f83b0c2d49e5a67b1908d2c7e3fZq7X',
  OPENAI_ORG_ID: 'acme-canary7d1e4f2b',
  TOLLGATE_ADMIN_KEY: ADMIN_KEY,
  TOLLGATE_KEY_SECRET: 'tollgate_key_secret-canary-5be81f07a2c94d36',
  SECRETS_KEY: `${'SECRETS/KEY/canary'.padEnd(43, '5')}=`,
  JWT_SECRET: 'jwt_secret-canary-5be81f07a2c94d36',
};
const OWN_KEY = 'sk-own-canary-7b1e55d0c3a9482f9d6e-4711';
const TOOL = '{ name: "weather", description: "The weather", parameters: { type: "object" } }';
const ANSWER_SCHEMA = '{ type: "object", properties: { n: { type: "integer" } }, required: ["n"] }';

type AnyDocument = TypedDocumentNode<Record<string, unknown>, Record<string, unknown>>;
const anyDocument = (text: string): AnyDocument => parse(text);

/** Every byte that the store keeps. */
async function bytesOf(storeUrl: string): Promise<string> {
  if (storeUrl.startsWith('sqlite:')) {
    const folder = dirname(storeUrl.slice('sqlite:'.length));
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n');
  }
  const client = new MongoClient(storeUrl);
  try {
    const collections = await client.db().collections();
    const documents = await Promise.all(collections.map((collection) => collection.find().toArray()));
    expect(documents.flat().length).toBeGreaterThan(50);
    return documents
      .flat()
      .map((document) => Buffer.from(BSON.serialize(document)).toString('latin1'))
      .join('\n');
  } finally {
    await client.close();
  }
}

await describeOnEachStore('secrets, those that Tollgate makes among them,', (kind) => {
  test(
    'are in no answer, event, webhook, export, log line or record, whatever is asked',
    { timeout: 120_000 },
    async () => {
      const upstream = await startSandbox();
      const receiver = await startWebhookReceiver();
      const store = kind.open();
      const installation = createInstallation();
      onTestFinished(async () => {
        await installation.close();
        await receiver.close();
        await upstream.close();
        await store.remove();
      });
      const server = await installation.start(
        {
          ...PLANTED,
          JWT_ISSUER: 'https://identity.example',
          JWT_AUDIENCE: 'tollgate',
          STORE_URL: store.storeUrl,
          OPENAI_BASE_URL: upstream.sandbox.url,
          WEBHOOK_ALLOW_PRIVATE: 'true',
          PROVIDER_ALLOW_PRIVATE: 'true',
          MAX_COST: '100000000',
          MAX_RETRIES: '1',
          RETRY_INITIAL_BACKOFF_MS: '1',
          LOG_LEVEL: 'trace',
        },
        ADMIN_KEY,
      );
      const told: string[] = [];
      const ask = async (query: string, variables: object = {}, key = ADMIN_KEY): Promise<void> => {
        const response = await fetch(server.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
          body: JSON.stringify({ query, variables }),
        });
        told.push(await response.text());
        expect(told.at(-1)).not.toContain('"errors"');
      };

      // what Tollgate makes itself is shown in these answers, and in no other
      const input = { name: 'a program', role: 'AGENT' as const };
      const { createApiKey } = await server.run(CREATE_API_KEY, { input });
      const first = expectType(createApiKey, 'CreateApiKeySuccess');
      const { rotateApiKey } = await server.run(ROTATE_API_KEY, { input: { id: first.apiKey.id } });
      const key = expectType(rotateApiKey, 'RotateApiKeySuccess').secret;
      const { createWebhook } = await server.run(CREATE_WEBHOOK, { input: { url: receiver.url } });
      const { webhook, secret: signing } = expectType(createWebhook, 'CreateWebhookSuccess');
      const rotated = await server.ask(
        'mutation($id: ID!) { updateWebhook(input: { id: $id, rotateSecret: true }) { ... on UpdateWebhookSuccess { secret } } }',
        { id: webhook.id },
      );
      const { secret: newSigning } = (rotated.data as { updateWebhook: { secret: string } }).updateWebhook;
      const made = { 'an API key': first.secret, 'its new secret': key, signing, newSigning };
      for (const [name, secret] of Object.entries(made))
        expect(secret, name).toMatch(name.includes('igning') ? /^whsec_.{20}/ : /^tg_.{40}/);
      const canaries = {
        ...PLANTED,
        'a project’s key': OWN_KEY,
        ...Object.fromEntries(
          // how they begin is shown, so that people can tell them apart
          Object.entries(made).map(([name, secret]) => [name, secret.slice(11)]),
        ),
      };
      const expectClean = (text: string, place: string): void => {
        for (const [name, canary] of Object.entries(canaries)) {
          const at = text.indexOf(canary);
          expect(at < 0 ? null : text.slice(Math.max(0, at - 80), at), `${name} in ${place}`).toBeNull();
        }
        // parts that a cut or a mask would leave
        const part = /canary/.exec(text);
        expect(part && text.slice(Math.max(0, part.index - 80), part.index + 20), place).toBeNull();
      };

      const calls = [
        'complete(input: { prompt: "Hello" })',
        `chat(input: { messages: [{ role: USER, content: "What is the weather?" }], tools: [${TOOL}] })`,
        'embed(input: { texts: ["one", "two"], model: "text-embedding-3-small" })',
        `generateObject(input: { prompt: "A number", schema: ${ANSWER_SCHEMA} })`,
        'reason(input: { prompt: "Why?" })',
        'complete(input: { prompt: "Hello", model: "sandbox-401" })',
        'complete(input: { prompt: "Hello", model: "sandbox-cut" })',
        'complete(input: { prompt: "Hello", model: "sandbox-html" })',
      ];
      for (const call of calls) await ask(`mutation { ${call} { __typename } }`, {}, key);
      for (const transport of TRANSPORTS) {
        for (const model of ['gpt-4o', 'sandbox-cut']) {
          const document = anyDocument(
            `subscription { streamCompletion(input: { prompt: "Hello", model: "${model}" }) ${allFieldsOf('CompletionStreamEvent')} }`,
          );
          const stream = subscribe(transport, server.url, key, document, {});
          told.push(JSON.stringify(await stream.take(1)));
          await stream.ended.catch((error: unknown) => told.push(String(error)));
          await stream.close();
        }
      }
      await ask(print(SET_PROVIDER_KEY), {
        input: { provider: 'openai', apiKey: OWN_KEY, baseUrl: upstream.sandbox.url },
      });
      await ask(print(COMPLETE), { input: { prompt: 'with its own key' } }, key);

      for (const [query, type] of [
        ['calls(first: 100)', 'CallConnection'],
        ['events(first: 100)', 'EventConnection'],
        ['apiKeys', 'ApiKeyConnection'],
        ['webhooks', 'WebhookConnection'],
        ['webhookDeliveries(first: 100)', 'WebhookDeliveryConnection'],
        ['auditLog(first: 100)', 'AuditEntryConnection'],
        ['providerKeys', 'ProviderKey'],
        ['usage(input: { groupBy: [API_KEY, MODEL] })', 'UsageReport'],
      ] as const)
        await ask(`{ ${query} ${allFieldsOf(type)} }`);
      for (const path of ['/export/calls.csv', '/export/calls.ndjson']) {
        const response = await fetch(new URL(path, server.url), {
          headers: { authorization: `Bearer ${key}` },
        });
        told.push(await response.text());
        expect(told.at(-1)!.length).toBeGreaterThan(1_000);
      }
      for (const transport of TRANSPORTS) {
        const document = anyDocument(
          `subscription ($after: String) { modelCallEvents(after: $after) ${allFieldsOf('ModelCallEvent')} }`,
        );
        const events = subscribe(transport, server.url, key, document, { after: START });
        told.push(JSON.stringify(await events.take(2 * calls.length)));
        await events.close();
      }
      await receiver.whenReceived(2 * calls.length);

      for (const answer of told) expectClean(answer, 'an answer');
      for (const { headers, body, path } of receiver.received)
        expectClean(JSON.stringify([path, headers, body]), 'a webhook');
      expectClean(await bytesOf(store.storeUrl), 'the store');
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      const bytes = await bytesOf(store.storeUrl);
      expectClean(bytes, 'the store');
      // it is the store that was looked through
      expect(bytes).toContain(first.secret.slice(0, 11));
      expectClean(server.stdout, 'the log');
      expectClean(server.stderr, 'standard error');
      expect(server.stdout).toContain('"level":"debug"');
    },
  );
});
