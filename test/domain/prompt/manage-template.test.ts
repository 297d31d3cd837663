import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_PRINCIPAL } from '../../../src/domain/access/principal.ts';
import type { Principal } from '../../../src/domain/access/principal.ts';
import { LabelProtectedError } from '../../../src/domain/errors.ts';
import { createTemplate, setTemplateLabel } from '../../../src/domain/prompt/manage-template.ts';
import type { TemplateParts } from '../../../src/domain/prompt/manage-template.ts';
import { createPromptLibrary } from '../../../src/domain/prompt/prompt-library.ts';
import {
  createTemplateInputSchema,
  setTemplateLabelInputSchema,
} from '../../../src/domain/prompt/template-inputs.ts';
import { createLocalDoorbell } from '../../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { createSimpleTokenCounter } from '../../support/simple-token-counter.ts';
import { openSqliteFixture } from '../../support/sqlite-fixture.ts';

const admin: Principal = { ...ADMIN_PRINCIPAL, projectId: 'project' };
const agent: Principal = { ...admin, role: 'agent', isOperator: false, apiKeyId: 'key-1' };

let fixture: Awaited<ReturnType<typeof openSqliteFixture>>;
let parts: TemplateParts;
beforeEach(async () => {
  fixture = await openSqliteFixture();
  const store = fixture.storage.prompts;
  parts = {
    store,
    library: createPromptLibrary(store, systemClock),
    tokenCounter: createSimpleTokenCounter(),
    doorbell: createLocalDoorbell(),
    clock: systemClock,
  };
  await createTemplate(parts, admin, createTemplateInputSchema.parse({ id: 'x', name: 'X', template: 'x' }));
});
afterEach(() => fixture.close());

const setLabel = (principal: Principal, input: object) =>
  setTemplateLabel(parts, principal, setTemplateLabelInputSchema.parse({ id: 'x', version: 1, ...input }));

test('an agent moves a label that is not protected, and the history names its key', async () => {
  const { move } = await setLabel(agent, { label: 'staging' });
  expect(move).toMatchObject({ label: 'staging', to: 1, movedBy: 'key-1' });
});

test('who brings a token is named by its subject', async () => {
  const person: Principal = { ...admin, isOperator: false, subject: 'ann' };
  const { move } = await setLabel(person, { label: 'staging' });
  expect(move).toMatchObject({ movedBy: 'ann' });
});

test('an agent moves no protected label, and protects none', async () => {
  await expect(setLabel(agent, { label: 'production' })).rejects.toThrow(LabelProtectedError);
  await expect(setLabel(agent, { label: 'staging', protected: false })).rejects.toThrow(LabelProtectedError);
  await setLabel(admin, { label: 'staging', protected: true });
  await expect(setLabel(agent, { label: 'staging', version: undefined, remove: true })).rejects.toThrow(
    LabelProtectedError,
  );
  await setLabel(admin, { label: 'production', protected: false });
  expect((await setLabel(agent, { label: 'production' })).move).toBe(null);
});

test('templates of another project are not there', async () => {
  const stranger: Principal = { ...admin, projectId: 'other' };
  await expect(setLabel(stranger, { label: 'staging' })).rejects.toThrow(
    'There is no template with the id "x"',
  );
  expect(await parts.library.find('other', 'x')).toBe(null);
  expect(await parts.library.version('other', 'x', 1)).toBe(null);
});
