import { createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { AUDIT_LOG, COMPLETE, CREATE_BUDGET, ME, MODEL_CALL_EVENTS } from '../support/documents.ts';
import { AUDIENCE, ISSUER, startIdentityProvider } from '../support/identity-provider.ts';
import type { IdentityProvider } from '../support/identity-provider.ts';
import { createTestProject, issueKey } from '../support/issued-keys.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** Before the first event of a store. */
const START = encodeCursor([0]);
const CHECKS = { JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE, AUTH_FAILURES_PER_MINUTE: '1000' };

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const now = () => Math.floor(Date.now() / 1000);

describe('a token of the identity provider', () => {
  let provider: IdentityProvider;
  let app: TestApp;
  let url: string;
  const statusOf = async (token: string) => (await app.ask('{ me { role } }', {}, bearer(token))).status;

  beforeAll(async () => {
    provider = await startIdentityProvider();
    app = await startTestApp({ ...CHECKS, JWT_JWKS_URL: provider.url });
    url = `${(await app.app.listen()).url}/graphql`;
  });
  afterAll(async () => {
    await app.close();
    await provider.close();
  });

  test('lets its holder in, with the role that it names, beside API keys', async () => {
    expect((await app.run(ME, {}, bearer(await provider.token({ role: 'agent', sub: 'bob' })))).me).toEqual({
      role: 'AGENT',
      isOperator: false,
      projectId: 'default',
      apiKeyId: null,
      subject: 'bob',
      agentIds: null,
      models: null,
      limits: { requestsPerMinute: null },
    });
    const { headers } = await issueKey(app);
    expect((await app.run(ME, {}, headers)).me.subject).toBeNull();
  });

  test.each(TRANSPORTS)('opens subscriptions over %s', async (transport) => {
    await app.run(COMPLETE, { input: { prompt: 'Hello' } });
    const events = subscribe(transport, url, await provider.token(), MODEL_CALL_EVENTS, { after: START });
    expect(await events.take(2)).toHaveLength(2);
    await events.close();
  });

  test.each(TRANSPORTS)('ends the subscriptions over %s when it ends itself', async (transport) => {
    const token = await provider.token({ exp: now() + 4 });
    const events = subscribe(transport, url, token, MODEL_CALL_EVENTS, { after: START });
    await events.take(1);
    await expect(events.ended).rejects.toThrow(transport === 'SSE' ? 'revoked or has expired' : 'broke');
  });

  test('with the highest of several roles, and none without one', async () => {
    const { role } = (
      await app.run(ME, {}, bearer(await provider.token({ role: ['staff', 'Admin', 'viewer'] })))
    ).me;
    expect(role).toBe('ADMIN');
    for (const wrong of ['root', [], ['staff'], 7, null, { admin: true }, 'operator'])
      expect(await statusOf(await provider.token({ role: wrong }))).toBe(401);
  });

  test.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://other.example' }],
    ['for another audience', { aud: 'another-service' }],
    ['that is over', { exp: now() - 60 }],
    ['that has not begun', { nbf: now() + 600 }],
    ['without an end', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['of a subject without end', { sub: 'x'.repeat(201) }],
  ])('%s lets nobody in', async (_, claims) => {
    expect(await statusOf(await provider.token(claims))).toBe(401);
  });

  test('that was changed, or is signed with nothing or with the public key as a secret, lets nobody in', async () => {
    const [header = '', payload = '', signature = ''] = (await provider.token()).split('.');
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const jwks = await (await fetch(provider.url)).text();
    const hmac = `${encode({ alg: 'HS256', kid: 'first' })}.${payload}`;
    for (const token of [
      `${header}.${encode({ ...claims, role: 'admin' })}.${signature}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${encode({ alg: 'none', kid: 'first' })}.${payload}.${signature}`,
      `${hmac}.${createHmac('sha256', jwks).update(hmac).digest('base64url')}`,
      `${encode({ alg: 'ES256', kid: 'first' })}.${payload}.${signature}`,
      `${encode({ alg: 'RS256', kid: 'unknown' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature}x`,
      'a.b.c',
    ]) {
      expect(await statusOf(token), token).toBe(401);
    }
  });

  test('has its subject in the audit log', async () => {
    const headers = bearer(await provider.token({ role: 'admin', sub: 'carla' }));
    await app.run(
      CREATE_BUDGET,
      { input: { scope: { everything: true }, amount: '1000', period: { recurring: { every: 'DAY' } } } },
      headers,
    );
    const { auditLog } = await app.run(AUDIT_LOG, { filter: { actorId: 'carla' } }, headers);
    expect(auditLog.edges).toMatchObject([
      { node: { actor: { kind: 'TOKEN', id: 'carla' }, action: 'createBudget' } },
    ]);
  });

  test('is checked once a minute, and the keys of the provider are not read for each', async () => {
    const token = await provider.token({ sub: 'frequent' });
    await statusOf(token);
    const before = provider.reads;
    provider.answerWith(500);
    for (let use = 0; use < 20; use += 1) expect(await statusOf(token)).toBe(200);
    expect(await statusOf(await provider.token({ sub: 'another' }))).toBe(200);
    expect(provider.reads).toBe(before);
    provider.answerWith(null);
  });
});

describe('the keys of the identity provider', () => {
  test('can be changed: a token of the new one is let in', async () => {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    // what is not known yet is not waited for: the keys are read when the first token comes
    await provider.addKey('second', 'ES256');
    await provider.addKey('third', 'Ed25519');
    const app = await startTestApp({ ...CHECKS, JWT_JWKS_URL: provider.url });
    onTestFinished(() => app.close());
    for (const kid of ['first', 'second', 'third']) {
      const token = await provider.token({}, kid);
      expect((await app.ask('{ me { role } }', {}, bearer(token))).status, kid).toBe(200);
    }
  });

  test('that cannot be had are said to be missing: 503, and no server error', async () => {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    provider.answerWith(500);
    const app = await startTestApp({ ...CHECKS, JWT_JWKS_URL: provider.url });
    onTestFinished(() => app.close());
    const { status, body } = await app.ask('{ me { role } }', {}, bearer(await provider.token()));
    expect(status).toBe(503);
    expect(body.errors?.[0]?.extensions?.['code']).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
  });
});

describe('a flood of what looks like tokens', () => {
  const FLOOD = 200;
  const forged = (kid: string) =>
    `${btoa(JSON.stringify({ alg: 'RS256', kid })).replaceAll('=', '')}.${btoa('{}').replaceAll('=', '')}.c2lnbmF0dXJl`;

  async function flooded(failure: number | null) {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    const app = await startTestApp({ ...CHECKS, JWT_JWKS_URL: provider.url });
    onTestFinished(() => app.close());
    provider.answerWith(failure);
    const before = provider.reads;
    const statuses = await Promise.all(
      Array.from({ length: FLOOD }, async (_, index) => {
        const { status } = await app.ask('{ me { role } }', {}, bearer(forged(`kid-${index}`)));
        return status;
      }),
    );
    return { reads: provider.reads - before, statuses: [...new Set(statuses)] };
  }

  test('of unknown keys does not become a flood of reads of the provider’s keys', async () => {
    const { reads, statuses } = await flooded(null);
    expect(statuses).toEqual([401]);
    expect(reads).toBeLessThanOrEqual(2);
  });

  test('nor while the provider fails', async () => {
    const { reads, statuses } = await flooded(500);
    expect(statuses).toEqual([503]);
    // one, and one for each second that the flood took
    expect(reads).toBeLessThan(FLOOD / 10);
  });
});

describe('tokens without an identity provider', () => {
  const claims = () => ({ role: 'viewer', sub: 'ann', iss: ISSUER, aud: AUDIENCE, exp: now() + 300 });
  const statusWith = async (env: Record<string, string>, token: string) => {
    const app = await startTestApp({ ...CHECKS, ...env });
    onTestFinished(() => app.close());
    return (await app.ask('{ me { role } }', {}, bearer(token))).status;
  };

  test('are checked with a public key', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    const pem = await exportSPKI(publicKey);
    expect(await statusWith({ JWT_PUBLIC_KEY: pem.replaceAll('\n', '\\n') }, token)).toBe(200);
    const asSecret = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(pem));
    expect(await statusWith({ JWT_PUBLIC_KEY: pem }, asSecret)).toBe(401);
  });

  test('are checked with a secret', async () => {
    const secret = 'a secret of at least 32 characters';
    const sign = (text: string) =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(text));
    expect(await statusWith({ JWT_SECRET: secret }, await sign(secret))).toBe(200);
    expect(await statusWith({ JWT_SECRET: secret }, await sign(`${secret}.`))).toBe(401);
  });

  test('are not let in at all', async () => {
    const app = await startTestApp();
    onTestFinished(() => app.close());
    expect((await app.ask('{ me { role } }', {}, bearer('a.b.c'))).status).toBe(401);
  });
});

describe('claims', () => {
  test('that the configuration names say project, agents and models, and must be there', async () => {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    const app = await startTestApp({
      ...CHECKS,
      JWT_JWKS_URL: provider.url,
      JWT_CLAIMS: JSON.stringify({
        role: 'realm_access.roles',
        project: 'https://tollgate.example/project',
        agents: 'agents',
        models: 'models',
      }),
    });
    onTestFinished(() => app.close());
    await createTestProject(app, 'acme');
    const whole = {
      realm_access: { roles: ['agent'] },
      'https://tollgate.example/project': 'acme',
      agents: ['researcher'],
      models: 'gpt-4o',
    };
    const { me } = await app.run(ME, {}, bearer(await provider.token(whole)));
    expect(me).toMatchObject({
      role: 'AGENT',
      projectId: 'acme',
      agentIds: ['researcher'],
      models: ['gpt-4o'],
    });
    const statuses = await Promise.all(
      [
        ...Object.keys(whole).map((name) => ({ ...whole, [name]: undefined })),
        { ...whole, agents: [] },
        { ...whole, 'https://tollgate.example/project': ['acme', 'globex'] },
        { ...whole, 'https://tollgate.example/project': 'initech' },
      ].map(
        async (claims) => (await app.ask('{ me { role } }', {}, bearer(await provider.token(claims)))).status,
      ),
    );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 403]);
  });

  test('say what a holder may use, with all tokens together; others may use what the configuration says', async () => {
    const provider = await startIdentityProvider();
    onTestFinished(() => provider.close());
    const start = async (env: Record<string, string>) => {
      const app = await startTestApp({ ...CHECKS, JWT_JWKS_URL: provider.url, ...env });
      onTestFinished(() => app.close());
      return app;
    };
    const usual = await start({ JWT_LIMITS: '{"requestsPerMinute": 2}' });
    const typeFor = async (app: TestApp, claims: Record<string, unknown>) =>
      (
        await app.run(
          COMPLETE,
          { input: { prompt: 'Hello' } },
          bearer(await provider.token({ role: 'agent', ...claims })),
        )
      ).complete.__typename;
    const types = [];
    for (const exp of [200, 201, 202]) types.push(await typeFor(usual, { sub: 'bob', exp: now() + exp }));
    expect(types).toEqual(['CompleteSuccess', 'CompleteSuccess', 'RateLimitedError']);
    expect(await typeFor(usual, { sub: 'carla' })).toBe('CompleteSuccess');

    const claimed = await start({
      JWT_LIMITS: '{"requestsPerMinute": 1}',
      JWT_CLAIMS: '{"limits": "tollgate.limits"}',
    });
    const told = async (limits: unknown) =>
      (
        await claimed.ask(
          '{ me { limits { requestsPerMinute perModel { model tokensPerMinute } } } }',
          {},
          bearer(await provider.token({ tollgate: { limits } })),
        )
      ).body.data;
    const perModel = [{ model: 'gpt-4o', tokensPerMinute: 9 }];
    for (const limits of [
      { requestsPerMinute: 5, perModel },
      JSON.stringify({ requestsPerMinute: 5, perModel }),
    ])
      expect(await told(limits)).toEqual({ me: { limits: { requestsPerMinute: 5, perModel } } });
    for (const wrong of [undefined, 5, 'five', { requestsPerMinute: 0 }, { requests: 5 }])
      expect(await told(wrong)).toBeUndefined();
  });
});
