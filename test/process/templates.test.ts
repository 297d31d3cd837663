import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  COMPLETE,
  CREATE_TEMPLATE,
  CREATE_TEMPLATE_VERSION,
  SET_TEMPLATE_LABEL,
  TEMPLATE,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { fullAnswer } from '../support/known-cost.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const PROCESSES = 4;
const PUBLISHES = 20;
const MOVES = 20;
const TIMEOUT_MS = 120_000;

await describeOnEachStore('templates in four processes', (kind) => {
  let upstream: Upstream;
  let installation: Installation;
  let store: ProcessStore;
  let servers: ServerProcess[];

  beforeAll(async () => {
    upstream = await startUpstream(() => fullAnswer());
    installation = createInstallation();
    store = kind.open();
    const env = { STORE_URL: store.storeUrl, OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' };
    servers = await Promise.all(Array.from({ length: PROCESSES }, () => installation.start(env)));
  }, 120_000);
  afterAll(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  const serverOf = (index: number) => servers[index % PROCESSES]!;
  const lastPrompt = () =>
    (upstream.requests.at(-1)?.body as { messages: { content: string }[] }).messages[0]?.content;

  async function create(id: string): Promise<void> {
    const { createTemplate } = await serverOf(0).run(CREATE_TEMPLATE, {
      input: { id, name: id, template: 'version 1' },
    });
    expectType(createTemplate, 'CreateTemplateSuccess');
  }

  async function publish(index: number, id: string, template: string, expectedLatest?: number) {
    const input = { id, template, note: template, ...(expectedLatest !== undefined && { expectedLatest }) };
    return (await serverOf(index).run(CREATE_TEMPLATE_VERSION, { input })).createTemplateVersion;
  }

  test(
    `${PUBLISHES} publishes at once give ${PUBLISHES} versions in a row: none lost, none twice`,
    { timeout: TIMEOUT_MS },
    async () => {
      await create('crowd');
      const published = await Promise.all(
        Array.from({ length: PUBLISHES }, (_, index) => publish(index, 'crowd', `text ${index}`)),
      );
      const numbers = published.map(
        (answer) => expectType(answer, 'CreateTemplateVersionSuccess').version.version,
      );
      const expected = Array.from({ length: PUBLISHES }, (_, index) => index + 2);
      expect([...numbers].sort((a, b) => a - b)).toEqual(expected);
      for (const [index, number] of numbers.entries()) {
        const { template } = await serverOf(index + 1).run(TEMPLATE, { id: 'crowd', number });
        expect(template?.version).toMatchObject({ version: number, template: `text ${index}` });
      }
    },
  );

  test(
    'of all that publish after the same version one does, and the others are told the number',
    { timeout: TIMEOUT_MS },
    async () => {
      await create('race');
      const answers = await Promise.all(
        Array.from({ length: PUBLISHES }, (_, index) => publish(index, 'race', `text ${index}`, 1)),
      );
      const refused = answers.filter((answer) => answer.__typename !== 'CreateTemplateVersionSuccess');
      expect(refused).toHaveLength(PUBLISHES - 1);
      for (const answer of refused) expect(expectType(answer, 'TemplateConflictError').current).toBe(2);
    },
  );

  test(
    'a label that is moved in one process is what the next call of another uses',
    { timeout: TIMEOUT_MS },
    async () => {
      await create('moved');
      await publish(1, 'moved', 'version 2');
      for (let move = 0; move < MOVES; move += 1) {
        const version = (move % 2) + 1;
        const { setTemplateLabel } = await serverOf(move).run(SET_TEMPLATE_LABEL, {
          input: { id: 'moved', label: 'production', version },
        });
        expectType(setTemplateLabel, 'SetTemplateLabelSuccess');
        const { complete } = await serverOf(move + 1).run(COMPLETE, { input: { template: { id: 'moved' } } });
        expectType(complete, 'CompleteSuccess');
        expect(lastPrompt()).toBe(`version ${version}`);
      }
      const { template } = await serverOf(3).run(TEMPLATE, { id: 'moved' });
      expect(template?.labels).toMatchObject([{ name: 'production', version: 2 }]);
    },
  );

  test(
    'a version that is published in one process is what the next call of another uses',
    { timeout: TIMEOUT_MS },
    async () => {
      await create('newest');
      for (let version = 2; version < 10; version += 1) {
        await publish(version, 'newest', `version ${version}`);
        await serverOf(version + 1).run(COMPLETE, { input: { template: { id: 'newest' } } });
        expect(lastPrompt()).toBe(`version ${version}`);
      }
    },
  );

  test('the log has one event for each move, without a gap', { timeout: TIMEOUT_MS }, async () => {
    for (const server of servers) await server.stop();
    const audit = await store.audit();
    expect(storeProblems(audit)).toEqual([]);
    const moves = audit.events.filter(({ topic }) => topic === 'template.label_moved');
    expect(moves).toHaveLength(MOVES);
  });
});
