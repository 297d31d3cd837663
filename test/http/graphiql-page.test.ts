import { describe, expect, test } from 'vitest';
import { browserPath, openPage } from '../support/browser.ts';
import { startHttpServer } from '../support/http-server.ts';
import { testAuthenticator } from '../support/test-authenticator.ts';

describe.skipIf(browserPath === undefined)('GraphiQL in a browser', () => {
  test('starts without another server, knows the schema, and has the examples in its tabs', async () => {
    const server = await startHttpServer({ open: true, authenticator: testAuthenticator({ open: true }) });
    const page = await openPage();
    const troubles: string[] = [];
    const elsewhere: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    page.on('request', (request) => {
      const isLocal =
        request.url().startsWith(new URL('/', server.url).href) || /^(data|blob):/.test(request.url());
      if (!isLocal) elsewhere.push(request.url());
    });
    const introspection = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.goto(server.url);
    expect((await introspection).status()).toBe(200);
    await page.locator('.graphiql-execute-button').waitFor();
    await page.getByText('Welcome to Tollgate').waitFor();
    expect(await page.locator('.graphiql-tab').count()).toBe(2);
    expect(troubles).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  test('asks for the key where one is needed', async () => {
    const server = await startHttpServer();
    const page = await openPage();
    const introspection = page.waitForRequest((request) => request.method() === 'POST');
    await page.goto(server.url);
    expect((await introspection).headers()['authorization']).toBe('Bearer <admin key>');
    await page.getByText('Bearer <admin key>').waitFor();
  });
});
