import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await startTestApp();
  url = `${(await app.app.listen()).url}/graphql`;
});
afterAll(() => app.close());

const audits = serverAudits({
  url: () => url,
  fetchFn: async (input: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${ADMIN_KEY}`);
    return fetch(input, { ...init, headers });
  },
});

describe('GraphQL over HTTP, with every limit on', () => {
  test.each(audits)('$id: $name', async ({ fn }) => {
    const result = await fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });

  test('has all the audits', () => {
    expect(audits.length).toBeGreaterThanOrEqual(60);
  });
});
