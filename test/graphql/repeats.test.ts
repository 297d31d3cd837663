import { beforeAll, expect, test } from 'vitest';
import {
  ARCHIVE_TEMPLATE,
  COMPLETE,
  CREATE_BUDGET,
  CREATE_TEMPLATE,
  CREATE_TEMPLATE_VERSION,
  SET_TEMPLATE_LABEL,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import type { CompleteInput } from '../support/gql/graphql.ts';
import { issueKey } from '../support/issued-keys.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

await describeOnEachStore('a repeat of an operationId gives the stored answer', (kind) => {
  let upstream: SandboxClient;
  let app: TestApp;
  /** The same store behind another configuration. */
  let changed: TestApp;
  beforeAll(async () => {
    const store = kind.open();
    upstream = await startSandbox();
    const env = {
      STORE_URL: store.storeUrl,
      OPENAI_BASE_URL: upstream.sandbox.url,
      OPENAI_API_KEY: 'sk-test',
    };
    const unlisted = { input: '1', output: '2' };
    app = await startTestApp({
      ...env,
      MODEL_ALIASES: '{"fast": "gpt-4o-mini"}',
      MODEL_PRICES: JSON.stringify({ 'own-model': unlisted }),
    });
    changed = await startTestApp(env);
    return async () => {
      await app.close();
      await changed.close();
      await upstream.close();
      await store.remove();
    };
  }, 120_000);

  type Sent = Partial<CompleteInput> & { operationId: string };
  const complete = async (input: Sent, on = app, headers?: Record<string, string>) =>
    (await on.run(COMPLETE, { input }, headers)).complete;

  /** Makes the call, then what changes, and expects what was stored of it; another request stays a conflict. */
  async function staysAfter(
    input: Sent,
    change: () => Promise<unknown>,
    repeat: (again: Sent) => ReturnType<typeof complete> = complete,
  ): Promise<void> {
    const first = await complete(input);
    expectType(first, 'CompleteSuccess');
    await change();
    const requests = upstream.sandbox.requests().length;
    expect(await repeat(input)).toEqual(first);
    expectType(
      await repeat({ ...input, tags: [{ key: 'other', value: 'request' }] }),
      'OperationConflictError',
    );
    expect(upstream.sandbox.requests()).toHaveLength(requests);
  }

  async function templateOf(id: string): Promise<string> {
    const { createTemplate } = await app.run(CREATE_TEMPLATE, {
      input: { id, name: 'Greeting', template: 'Greet {name}.' },
    });
    return expectType(createTemplate, 'CreateTemplateSuccess').template.id;
  }
  const byTemplate = (id: string, operationId: string): Sent => ({
    operationId,
    template: { id, variables: { name: 'Ada' } },
  });

  test('when its template has been archived', async () => {
    const id = await templateOf('archived');
    const input = byTemplate(id, 'by-archived');
    await staysAfter(input, () => app.run(ARCHIVE_TEMPLATE, { input: { id } }));
    expectType(await complete({ ...input, operationId: 'new-by-archived' }), 'ValidationError');
  });

  test('when its label has been moved to a version with other variables', async () => {
    const id = await templateOf('moved');
    await staysAfter(byTemplate(id, 'by-moved'), async () => {
      await app.run(CREATE_TEMPLATE_VERSION, { input: { id, template: 'Greet {name} of {town}.' } });
      const { setTemplateLabel } = await app.run(SET_TEMPLATE_LABEL, {
        input: { id, label: 'production', version: 2 },
      });
      expectType(setTemplateLabel, 'SetTemplateLabelSuccess');
    });
    expectType(await complete(byTemplate(id, 'new-by-moved')), 'TemplateVariableError');
  });

  test.each([
    ['model', 'own-model'],
    ['alias', 'fast'],
  ])('when its %s is not known any longer', async (_, model) => {
    const input = { prompt: 'Hello', operationId: `of-${model}`, model };
    await staysAfter(
      input,
      async () => undefined,
      (again) => complete(again, changed),
    );
    expectType(
      await complete({ ...input, operationId: `new-of-${model}` }, changed),
      'UnknownModelPriceError',
    );
  });

  test('when its budget has been used up since, and when that has been deleted', async () => {
    const agentId = 'short';
    const { createBudget } = await app.run(CREATE_BUDGET, {
      input: { scope: { agentId }, amount: '0.011', period: { recurring: { every: 'DAY' } } },
    });
    const { id } = expectType(createBudget, 'CreateBudgetSuccess').budget;
    const input = { prompt: 'Hello', agentId, model: 'gpt-4o', operationId: 'within-budget' };
    await staysAfter(input, async () => {
      for (let more = 0; more < 100; more += 1) {
        const answer = await complete({ ...input, operationId: `filling-${more}` });
        if (answer.__typename === 'BudgetExceededError') return;
      }
      throw new Error('the budget is never used up');
    });
    await app.ask('mutation($id: ID!) { deleteBudget(id: $id) { __typename } }', { id });
    expectType(await complete(input), 'CompleteSuccess');
  });

  test('when who asks may call other models only, and has no calls left in this minute', async () => {
    const { headers } = await issueKey(app, {
      agentIds: ['first'],
      models: ['gpt-4o-mini'],
      limits: { requestsPerMinute: 1 },
    });
    await staysAfter(
      { prompt: 'Hello', operationId: 'before-narrowing', agentId: 'first', model: 'gpt-4o' },
      () => complete({ prompt: 'Hi', operationId: 'uses-the-minute', model: 'gpt-4o-mini' }, app, headers),
      (again) => complete(again, app, headers),
    );
  });
});
