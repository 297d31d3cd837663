import { beforeAll, expect, test } from 'vitest';
import {
  CREATE_TEMPLATE,
  CREATE_TEMPLATE_VERSION,
  SET_TEMPLATE_LABEL,
  TEMPLATE,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import type { SetTemplateLabelInput } from '../support/gql/graphql.ts';
import { issueKey } from '../support/issued-keys.ts';
import type { IssuedTestKey } from '../support/issued-keys.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

await describeOnEachStore('a protected label', (kind) => {
  let app: TestApp;
  let admin: IssuedTestKey;
  let agent: IssuedTestKey;
  beforeAll(async () => {
    const store = kind.open();
    app = await startTestApp({ STORE_URL: store.storeUrl });
    admin = await issueKey(app, { role: 'ADMIN' });
    agent = await issueKey(app, { role: 'AGENT' });
    for (const id of ['greeting', 'farewell']) {
      await app.run(CREATE_TEMPLATE, { input: { id, name: 'Test', template: 'one' } });
      await app.run(CREATE_TEMPLATE_VERSION, { input: { id, template: 'two' } });
    }
    return async () => {
      await app.close();
      await store.remove();
    };
  }, 120_000);

  const setLabel = async (key: IssuedTestKey, input: SetTemplateLabelInput) =>
    (await app.run(SET_TEMPLATE_LABEL, { input }, key.headers)).setTemplateLabel;
  const labelsOf = async (id: string) => (await app.run(TEMPLATE, { id })).template?.labels;

  test('is moved with an admin key, and with an agent key it is neither moved, rolled back nor removed', async () => {
    const id = 'greeting';
    for (const version of [1, 2])
      expectType(await setLabel(admin, { id, label: 'production', version }), 'SetTemplateLabelSuccess');
    const before = await labelsOf(id);
    expect(before).toMatchObject([{ name: 'production', version: 2, protected: true }]);
    const changes = [{ version: 1 }, { fromLabel: 'latest' }, { rollback: true }, { remove: true }];
    for (const change of changes) {
      const refused = expectType(
        await setLabel(agent, { id, label: 'production', ...change }),
        'LabelProtectedError',
      );
      expect(refused).toMatchObject({ code: 'LABEL_PROTECTED' });
    }
    expect(await labelsOf(id)).toEqual(before);
    const { move } = expectType(
      await setLabel(admin, { id, label: 'production', rollback: true }),
      'SetTemplateLabelSuccess',
    );
    expect(move).toMatchObject({ from: 2, to: 1, movedBy: admin.id });
  });

  test('is one that an admin has protected: an agent moves the others, and changes no protection', async () => {
    const id = 'farewell';
    expectType(await setLabel(agent, { id, label: 'staging', version: 1 }), 'SetTemplateLabelSuccess');
    expectType(await setLabel(agent, { id, label: 'production', version: 1 }), 'LabelProtectedError');
    expectType(
      await setLabel(agent, { id, label: 'staging', version: 1, protected: true }),
      'LabelProtectedError',
    );
    expectType(
      await setLabel(admin, { id, label: 'staging', version: 1, protected: true }),
      'SetTemplateLabelSuccess',
    );
    expectType(await setLabel(agent, { id, label: 'staging', version: 2 }), 'LabelProtectedError');
    expectType(
      await setLabel(admin, { id, label: 'staging', version: 1, protected: false }),
      'SetTemplateLabelSuccess',
    );
    expectType(await setLabel(agent, { id, label: 'staging', version: 2 }), 'SetTemplateLabelSuccess');
  });
});
