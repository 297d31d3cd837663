import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { CREATE_TEMPLATE, SET_TEMPLATE_LABEL, TEMPLATE_EVENTS } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createTestProject, issueKey, operatorOn } from '../support/issued-keys.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const PROJECTS = ['acme', 'globex'] as const;
/** Before the first event of a store. */
const START = encodeCursor([0]);

let app: TestApp;
let url: string;
const secrets = new Map<string, string>();

beforeAll(async () => {
  app = await startTestApp();
  url = `${(await app.app.listen()).url}/graphql`;
  for (const project of PROJECTS) {
    await createTestProject(app, project);
    secrets.set(project, (await issueKey(app, { role: 'VIEWER' }, project)).secret);
    for (const id of ['reply', 'summary']) {
      const created = await app.run(
        CREATE_TEMPLATE,
        { input: { id, name: id, template: `${project} says {what}` } },
        operatorOn(project),
      );
      expectType(created.createTemplate, 'CreateTemplateSuccess');
    }
  }
});
afterAll(() => app.close());

async function point(project: string, id: string, label: string, note: string): Promise<void> {
  const input = { id, label, version: 1, note };
  const { setTemplateLabel } = await app.run(SET_TEMPLATE_LABEL, { input }, operatorOn(project));
  expectType(setTemplateLabel, 'SetTemplateLabelSuccess');
}

test.each(TRANSPORTS)('moved labels are told over %s, to the project that they are of', async (transport) => {
  // each time new ones: a label that stays where it was is no event
  const [blue, green] = [`blue-${transport}`, `green-${transport}`].map((label) => label.toLowerCase()) as [
    string,
    string,
  ];
  const follow = (project: string, filter: object = {}) =>
    subscribe(transport, url, secrets.get(project) ?? '', TEMPLATE_EVENTS, {
      filter,
      heartbeatMs: 3_600_000,
    });
  const own = follow('acme');
  const others = follow('globex');
  const chosen = follow('acme', { templateIds: ['reply'], labels: [green, 'canary'] });
  for (const subscription of [own, others, chosen])
    expect(await subscription.take(1)).toMatchObject([
      { templateEvents: { __typename: 'Heartbeat', templateId: null, label: null } },
    ]);

  await point('acme', 'reply', blue, transport);
  await point('acme', 'summary', green, transport);
  await point('globex', 'reply', green, transport);
  await point('acme', 'reply', green, transport);

  const told = async (subscription: typeof own, count: number) =>
    (await subscription.take(count)).map(({ templateEvents: { templateId, label } }) => [templateId, label]);
  expect(await told(own, 3)).toEqual([
    ['reply', blue],
    ['summary', green],
    ['reply', green],
  ]);
  expect(await told(others, 1)).toEqual([['reply', green]]);
  expect(await told(chosen, 1)).toEqual([['reply', green]]);
  for (const subscription of [own, others, chosen]) await subscription.close();
});

test('what was missed comes after a cursor', async () => {
  const subscription = subscribe('graphql-ws', url, secrets.get('globex') ?? '', TEMPLATE_EVENTS, {
    after: START,
  });
  const [first] = await subscription.take(1);
  expect(first?.templateEvents).toMatchObject({
    __typename: 'TemplateLabelMoved',
    topic: 'template.label_moved',
    agentId: null,
    templateId: 'reply',
    label: `green-${TRANSPORTS[0]}`,
    fromVersion: null,
    toVersion: 1,
    note: TRANSPORTS[0],
  });
  await subscription.close();
});
