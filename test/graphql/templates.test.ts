import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ARCHIVE_TEMPLATE,
  CREATE_TEMPLATE,
  CREATE_TEMPLATE_VERSION,
  SET_TEMPLATE_LABEL,
  TEMPLATE,
  TEMPLATE_DIFF,
  TEMPLATES,
} from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import type { TemplatesQuery } from '../support/gql/graphql.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const create = async (input: Record<string, unknown>) =>
  (await app.run(CREATE_TEMPLATE, { input: { name: 'Test', ...input } as never })).createTemplate;
const publish = async (input: Record<string, unknown>) =>
  (await app.run(CREATE_TEMPLATE_VERSION, { input: input as never })).createTemplateVersion;
const setLabel = async (input: Record<string, unknown>) =>
  (await app.run(SET_TEMPLATE_LABEL, { input: { label: 'staging', ...input } as never })).setTemplateLabel;

async function problemsOf(input: Record<string, unknown>): Promise<string[]> {
  const { fields } = expectType(await create(input), 'ValidationError');
  return fields.map(({ path, message }) => `${path}: ${message}`);
}

describe('a template', () => {
  test('is made with its first version: variables from the text, tokens for each encoding', async () => {
    const { template } = expectType(
      await create({
        id: 'hello',
        name: 'Hello',
        template: 'Hello {name}, this is {{literally}} {name} of {place}',
      }),
      'CreateTemplateSuccess',
    );
    expect(template).toMatchObject({ id: 'hello', name: 'Hello' });
    expect(template.latestVersion).toMatchObject({
      version: 1,
      format: 'SIMPLE',
      messages: null,
      author: 'admin',
      variables: [
        { name: 'name', type: 'ANY', required: true, default: null },
        { name: 'place', type: 'ANY', required: true, default: null },
      ],
    });
    const { tokenEstimates } = template.latestVersion;
    expect(tokenEstimates.map(({ encoding }) => encoding)).toEqual([
      'o200k_base',
      'cl100k_base',
      'p50k_base',
      'r50k_base',
    ]);
    expect(tokenEstimates.every(({ tokens, exact }) => tokens > 8 && exact)).toBe(true);
  });

  test('gets an id when it has none, and refuses one that is taken or reserved', async () => {
    const { template } = expectType(await create({ template: 'x' }), 'CreateTemplateSuccess');
    expect(template.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await problemsOf({ id: template.id, template: 'x' })).toEqual([
      expect.stringContaining('id: is taken'),
    ]);
    expect(await problemsOf({ id: 'builtin/mine', template: 'x' })).toEqual([
      expect.stringMatching(/^id: must not begin/),
    ]);
    expect(await problemsOf({ id: '../x', template: 'x' })).toEqual([
      expect.stringMatching(/^id: must be 1 to 200/),
    ]);
  });

  test('that is wrong is refused with the place and what is accepted', async () => {
    expect(await problemsOf({})).toEqual(['template: must be given, or messages; not both']);
    expect(await problemsOf({ template: 'one\ntwo {na me}' })).toEqual([
      expect.stringMatching(/^template: has a \{ that begins no placeholder.*\(line 2, column 5\)$/),
    ]);
    expect(await problemsOf({ template: 'a } b' })).toEqual([
      expect.stringMatching(/^template: has a \} without/),
    ]);
    const messages = [
      { role: 'USER', content: 'Hi' },
      { role: 'USER', content: '{1}' },
    ];
    expect(await problemsOf({ messages })).toEqual([
      expect.stringMatching(/^messages\.1\.content: has a \{/),
    ]);
    expect(await problemsOf({ template: 'a {b} {c}', variables: [{ name: 'b' }, { name: 'd' }] })).toEqual([
      expect.stringMatching(/^variables\.1\.name: declares "d", which the template does not use/),
      'variables: must declare every variable that the template uses; missing: c',
    ]);
    const variables = [{ name: 'b', type: 'INTEGER', default: 1.5 }];
    expect(await problemsOf({ template: '{b}', variables })).toEqual([
      'variables.0.default: must be a whole number',
    ]);
    expect(await problemsOf({ template: '{% if %}', format: 'LIQUID' })).toEqual([
      expect.stringMatching(/^template: is not valid/),
    ]);
    expect(await problemsOf({ template: '{% render "none" %}', format: 'LIQUID' })).toEqual([
      'template: renders "none", and there is no template with that id',
    ]);
    expect(await problemsOf({ template: 'x', parameters: { temperature: 3 } })).toEqual([
      expect.stringMatching(/^parameters\.temperature/),
    ]);
    expect(await problemsOf({ template: 'x', responseSchema: [] })).toEqual([
      expect.stringMatching(/^responseSchema: must be an object/),
    ]);
    expect(await problemsOf({ template: 'x'.repeat(300_000) })).toEqual([
      expect.stringMatching(/^template: must be at most 262144 bytes/),
    ]);
  });

  test('gets its next version after the expected one, or after whatever is the newest', async () => {
    await create({ id: 'next', template: 'one' });
    const second = await publish({ id: 'next', template: 'two', expectedLatest: 1, note: 'better' });
    expect(expectType(second, 'CreateTemplateVersionSuccess').version).toEqual({
      version: 2,
      labels: ['latest'],
      note: 'better',
    });
    const late = expectType(
      await publish({ id: 'next', template: 'late', expectedLatest: 1 }),
      'TemplateConflictError',
    );
    expect(late).toMatchObject({ code: 'TEMPLATE_CONFLICT', current: 2 });
    expect(late.message).toContain('expectedLatest: 2');
    expectType(await publish({ id: 'next', template: 'three' }), 'CreateTemplateVersionSuccess');
    expectType(await publish({ id: 'none', template: 'x' }), 'NotFoundError');
    const { template } = await app.run(TEMPLATE, { id: 'next', number: 2 });
    expect(template?.version).toMatchObject({ version: 2, template: 'two', labels: [] });
    expect(template?.versions.edges.map(({ node }) => node.version)).toEqual([3, 2, 1]);
    const missing = await app.run(TEMPLATE, { id: 'next', number: 4 });
    expect(missing.template?.version).toBe(null);
  });

  test('has labels that are moved, copied, rolled back and removed, with their history', async () => {
    await create({ id: 'labels', template: 'one' });
    await publish({ id: 'labels', template: 'two' });
    await setLabel({ id: 'labels', label: 'production', version: 1, note: 'go' });
    await setLabel({ id: 'labels', fromLabel: 'latest' });
    await setLabel({ id: 'labels', label: 'production', fromLabel: 'staging', expectedVersion: 1 });
    const { move, template } = expectType(
      await setLabel({ id: 'labels', label: 'production', rollback: true, note: 'too long' }),
      'SetTemplateLabelSuccess',
    );
    expect(move).toEqual({
      label: 'production',
      kind: 'ROLLBACK',
      from: 2,
      to: 1,
      movedBy: 'admin',
      note: 'too long',
    });
    expect(template.labels).toEqual([
      { name: 'production', version: 1, protected: true },
      { name: 'staging', version: 2, protected: false },
    ]);
    expect(
      expectType(await setLabel({ id: 'labels', remove: true }), 'SetTemplateLabelSuccess').template.labels,
    ).toHaveLength(1);
    const read = await app.run(TEMPLATE, { id: 'labels', label: 'production' });
    expect(read.template?.version).toMatchObject({ version: 1, labels: ['production'] });
    expect(
      read.template?.labelHistory.edges.map(({ node }) => [node.label, node.kind, node.from, node.to]),
    ).toEqual([
      ['staging', 'REMOVAL', 2, null],
      ['production', 'ROLLBACK', 2, 1],
      ['production', 'MOVE', 1, 2],
      ['staging', 'MOVE', null, 2],
      ['production', 'MOVE', null, 1],
    ]);
  });

  test('keeps a label where it is when the move is wrong', async () => {
    await create({ id: 'kept', template: 'one' });
    const pathOf = async (input: object) =>
      expectType(await setLabel({ id: 'kept', ...input }), 'ValidationError').fields[0]?.path;
    expect(await pathOf({ label: 'latest', version: 1 })).toBe('label');
    expect(await pathOf({ label: '7', version: 1 })).toBe('label');
    expect(await pathOf({ label: 'Not A Label', version: 1 })).toBe('label');
    expect(await pathOf({ version: 2 })).toBe('version');
    expect(await pathOf({ fromLabel: 'none' })).toBe('fromLabel');
    expect(await pathOf({ rollback: true })).toBe('rollback');
    expect(await pathOf({ version: 1, rollback: true })).toBe('version');
    expect(await pathOf({})).toBe('version');
    const conflict = expectType(
      await setLabel({ id: 'kept', version: 1, expectedVersion: 1 }),
      'TemplateConflictError',
    );
    expect(conflict.current).toBe(null);
    expectType(await setLabel({ id: 'none', version: 1 }), 'NotFoundError');
    expect((await app.run(TEMPLATE, { id: 'kept' })).template?.labels).toEqual([]);
  });

  test('is archived and taken back', async () => {
    await create({ id: 'old', template: 'one' });
    const archive = async (archived?: boolean) =>
      (await app.run(ARCHIVE_TEMPLATE, { input: { id: 'old', ...(archived !== undefined && { archived }) } }))
        .archiveTemplate;
    expect(expectType(await archive(), 'ArchiveTemplateSuccess').template.archivedAt).not.toBe(null);
    expect(expectType(await publish({ id: 'old', template: 'x' }), 'ValidationError').message).toContain(
      'archived',
    );
    expect((await app.run(TEMPLATES, { filter: { search: 'old' } })).templates.edges).toEqual([]);
    expect(expectType(await archive(false), 'ArchiveTemplateSuccess').template.archivedAt).toBe(null);
    expectType(await publish({ id: 'old', template: 'x' }), 'CreateTemplateVersionSuccess');
  });
});

test('the built-in template is listed and read like the others, and cannot be changed', async () => {
  const id = 'builtin/cost-efficient';
  const { template } = await app.run(TEMPLATE, { id });
  expect(template).toMatchObject({
    id,
    builtIn: true,
    archivedAt: null,
    version: { version: 1, labels: ['latest'] },
  });
  expect(template?.versions.edges).toHaveLength(1);
  expectType(await publish({ id, template: 'x' }), 'ValidationError');
  expectType(await setLabel({ id, version: 1 }), 'ValidationError');
  const { archiveTemplate } = await app.run(ARCHIVE_TEMPLATE, { input: { id } });
  expectType(archiveTemplate, 'ValidationError');
});

test('templates are listed page by page in both directions, the built-in one in its place', async () => {
  for (const id of ['a1', 'a2', 'c1', 'c2']) await create({ id: `pages/${id}`, template: 'x' });
  await create({ id: 'aaa', template: 'x', tags: ['pages'] });
  const all = (await app.run(TEMPLATES, { first: 100 })).templates.edges.map(({ node }) => node.id);
  expect(all).toContain('builtin/cost-efficient');
  expect(all).toEqual([...all].sort());
  for (const size of [1, 2, 3]) {
    const forward: string[] = [];
    for (let after: string | null = null; ;) {
      const { templates }: TemplatesQuery = await app.run(TEMPLATES, { first: size, after });
      forward.push(...templates.edges.map(({ node }) => node.id));
      expect(templates.pageInfo.hasPreviousPage).toBe(after !== null);
      if (!templates.pageInfo.hasNextPage) break;
      after = templates.pageInfo.endCursor ?? null;
    }
    expect(forward).toEqual(all);
    const backward: string[] = [];
    for (let before: string | null = null; ;) {
      const { templates }: TemplatesQuery = await app.run(TEMPLATES, { last: size, before });
      backward.unshift(...templates.edges.map(({ node }) => node.id));
      expect(templates.pageInfo.hasNextPage).toBe(before !== null);
      if (!templates.pageInfo.hasPreviousPage) break;
      before = templates.pageInfo.startCursor ?? null;
    }
    expect(backward).toEqual(all);
  }
  const found = await app.run(TEMPLATES, { filter: { search: 'COST-eff' } });
  expect(found.templates.edges.map(({ node }) => node.id)).toEqual(['builtin/cost-efficient']);
  expect((await app.run(TEMPLATES, { filter: { tag: 'pages' } })).templates.edges).toHaveLength(1);
});

test('two versions are compared: text by lines, and each setting that differs', async () => {
  await create({
    id: 'diff',
    messages: [
      { role: 'SYSTEM', content: 'Be brief.\nBe kind.' },
      { role: 'USER', content: '{question}' },
    ],
    variables: [{ name: 'question', type: 'TEXT' }],
    parameters: { temperature: 0.2, maxTokens: 100 },
    responseSchema: { type: 'object' },
  });
  await publish({
    id: 'diff',
    messages: [
      { role: 'SYSTEM', content: 'Be brief.\nBe exact.' },
      { role: 'USER', content: '{question}' },
    ],
    variables: [{ name: 'question', type: 'TEXT', default: 'Why?' }],
    parameters: { maxTokens: 100, temperature: 0.4 },
    model: 'gpt-4o',
  });
  const { templateDiff } = await app.run(TEMPLATE_DIFF, {
    id: 'diff',
    from: { version: 1 },
    to: { label: 'latest' },
  });
  expect(templateDiff).toMatchObject({ from: { version: 1 }, to: { version: 2 } });
  expect(templateDiff?.text).toEqual([
    { kind: 'SAME', text: '# system\nBe brief.\n' },
    { kind: 'REMOVED', text: 'Be kind.\n' },
    { kind: 'ADDED', text: 'Be exact.\n' },
    { kind: 'SAME', text: '# user\n{question}\n' },
  ]);
  expect(templateDiff?.patch).toContain('--- diff@1');
  expect(templateDiff?.patch).toContain('+Be exact.');
  expect(templateDiff?.settings).toEqual([
    { path: 'model', from: null, to: 'gpt-4o' },
    { path: 'parameters.temperature', from: 0.2, to: 0.4 },
    { path: 'responseSchema', from: { type: 'object' }, to: null },
    {
      path: 'variables.question',
      from: { type: 'text', required: true, default: null, description: null },
      to: { type: 'text', required: false, default: 'Why?', description: null },
    },
  ]);
  const same = await app.run(TEMPLATE_DIFF, { id: 'diff', from: { version: 2 }, to: {} });
  expect(same.templateDiff).toMatchObject({ patch: '', settings: [] });
  expect((await app.run(TEMPLATE_DIFF, { id: 'none', from: {}, to: {} })).templateDiff).toBe(null);
});
