import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { createApp } from '../../src/app.ts';
import type { App, AppParts } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';

export const ADMIN_KEY = 'test-admin-key-0123456789';

export interface GraphQLAnswer<Data> {
  data?: Data | null;
  errors?: (GraphQLFormattedError & { extensions?: Record<string, unknown> })[];
}

export interface TestApp {
  app: App;
  /** Path of the store's file. */
  storePath: string;
  /** Sends an operation, with the admin key unless headers are given, and gives its data. Throws when the answer has top-level errors. */
  run<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    headers?: Record<string, string>,
  ): Promise<Data>;
  /** Sends an operation and gives the whole answer. */
  ask(
    query: string,
    variables?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: GraphQLAnswer<unknown> }>;
  close(): Promise<void>;
}

/** A whole application on a store of its own, with the sandbox as its provider unless `env` names another. */
export async function startTestApp(
  env: Record<string, string> = {},
  parts: Partial<AppParts> = {},
): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-app-'));
  const storePath = join(folder, 'store.db');
  const config = loadConfig({
    PORT: '0',
    STORE_URL: `sqlite:${storePath}`,
    TOLLGATE_ADMIN_KEY: ADMIN_KEY,
    LOG_LEVEL: 'silent',
    RETRY_INITIAL_BACKOFF_MS: '1',
    ...env,
  });
  const app = await createApp(config, parts);

  const ask: TestApp['ask'] = async (
    query,
    variables,
    headers = { authorization: `Bearer ${ADMIN_KEY}` },
  ) => {
    const response = await app.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      }),
    );
    return { status: response.status, body: (await response.json()) as GraphQLAnswer<unknown> };
  };

  return {
    app,
    storePath,
    ask,
    async run<Data, Variables>(
      document: TypedDocumentNode<Data, Variables>,
      variables: Variables,
      headers?: Record<string, string>,
    ) {
      const { body } = await ask(print(document), variables, headers);
      if (body.errors !== undefined) throw new Error(`the answer has errors: ${JSON.stringify(body.errors)}`);
      return body.data as Data;
    },
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
