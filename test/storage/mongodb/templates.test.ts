import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PromptTemplate } from '../../../src/domain/prompt/template.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { DAY, NOON } from '../../support/call-fixture.ts';
import { openDyingStorage } from '../../support/dying-storage.ts';
import { eventsOf } from '../../support/event-fixture.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';
import {
  createdTemplate,
  newTemplate,
  newVersion,
  publish,
  setLabel,
} from '../../support/template-fixture.ts';

const PROJECT = 'project';
const ALL = { first: 100 };
const LOST = 1 / 5;
const AT_ONCE = 30;

await describeWithMongo('templates', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  beforeEach(async () => {
    fixture = await openMongoFixture(server);
  });
  afterEach(() => fixture.close());

  /** Does it again and again on a template of its own, each time with a death one write later, until it goes to its end. */
  async function dieEverywhere(
    act: (storage: Storage, template: PromptTemplate) => Promise<unknown>,
  ): Promise<PromptTemplate[]> {
    const templates: PromptTemplate[] = [];
    for (let writes = 1; ; writes += 1) {
      const template = newTemplate(PROJECT, { id: `t${writes}` });
      templates.push(template);
      const dying = await openDyingStorage(fixture.url, writes);
      const closed = act(dying.storage, template)
        .catch(() => undefined)
        .then(() => dying.close());
      const outcome = await Promise.race([closed.then(() => 'closed'), dying.died.then(() => 'died')]);
      await closed;
      if (outcome === 'closed') return templates;
    }
  }

  const sweep = () => fixture.storage.calls.presumeSpent(NOON + DAY, 1_000);
  const find = async (id: string) => (await fixture.storage.prompts.findMany(PROJECT, [id]))[0] ?? null;
  const numbersOf = async (id: string) =>
    (await fixture.storage.prompts.listVersions(PROJECT, id, ALL)).edges.map(({ node }) => node.number);

  test('wherever a process dies while it makes one, it is there with its version, or it is not there', async () => {
    const templates = await dieEverywhere((storage, template) =>
      storage.prompts.create(template, { ...newVersion(template), number: 1 }),
    );
    expect(templates.length).toBeGreaterThan(2);
    for (const { id } of templates) {
      const [version] = await fixture.storage.prompts.versions(PROJECT, [{ templateId: id, number: 1 }]);
      expect(version?.number).toBe((await find(id)) === null ? undefined : 1);
    }
  });

  test('wherever a process dies while it publishes, no number is left out and the next one follows', async () => {
    const templates = await dieEverywhere(async (storage, template) => {
      await createdTemplate(fixture.storage, PROJECT, template);
      await publish(storage, template);
    });
    expect(templates.length).toBeGreaterThan(2);
    for (const template of templates) {
      const latest = (await find(template.id))?.latest ?? 0;
      expect(await numbersOf(template.id)).toEqual(
        Array.from({ length: latest }, (_, index) => latest - index),
      );
      expect(await publish(fixture.storage, template)).toMatchObject({ version: { number: latest + 1 } });
    }
  });

  test('wherever a process dies while it moves a label, history and log say where the label is', async () => {
    const templates = await dieEverywhere(async (storage, template) => {
      await createdTemplate(fixture.storage, PROJECT, template);
      await setLabel(storage, template);
    });
    await sweep();
    expect(templates.length).toBeGreaterThan(2);
    const events = (await eventsOf(fixture.storage, PROJECT)).map(({ payload }) => payload);
    for (const { id } of templates) {
      const moves = (await find(id))?.labels.length ?? 0;
      expect((await fixture.storage.prompts.labelHistory(PROJECT, id, undefined, ALL)).edges).toHaveLength(
        moves,
      );
      const told = events.filter((event) => event.kind === 'template_label_moved' && event.templateId === id);
      expect(told).toHaveLength(moves);
    }
  });

  test('with replies that get lost, what is acknowledged is there once', async () => {
    const proxy = await startFaultProxy(fixture.url);
    const retries: Error[] = [];
    const storage = await createMongoStorage({
      url: `${proxy.url}&serverSelectionTimeoutMS=1000`,
      version: '0.1.0',
      onRetry: (error) => retries.push(error),
    });
    const template = await createdTemplate(fixture.storage, PROJECT);
    proxy.dropReplies(LOST, seededRandom(7));
    const attempts = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, () => publish(storage, template)),
    );
    const moves = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, index) =>
        setLabel(storage, template, { label: `label-${index}`, target: { kind: 'version', number: 1 } }),
      ),
    );
    await proxy.heal();
    await sweep();

    expect(retries.length).toBeGreaterThan(0);
    const published = attempts.flatMap((one) =>
      one.status === 'fulfilled' && one.value.kind === 'published' ? [one.value.version] : [],
    );
    expect(new Set(published.map(({ number }) => number)).size).toBe(published.length);
    const latest = (await find(template.id))?.latest ?? 0;
    expect(await numbersOf(template.id)).toEqual(
      Array.from({ length: latest }, (_, index) => latest - index),
    );
    for (const { number, publishId } of published) {
      const [stored] = await fixture.storage.prompts.versions(PROJECT, [{ templateId: template.id, number }]);
      expect(stored?.publishId).toBe(publishId);
    }
    // one that was not acknowledged may be there, but none is there twice
    expect(latest - 1).toBeLessThanOrEqual(AT_ONCE);
    const labels = (await find(template.id))?.labels ?? [];
    expect(labels.length).toBeGreaterThanOrEqual(moves.filter(({ status }) => status === 'fulfilled').length);
    const history = await fixture.storage.prompts.labelHistory(PROJECT, template.id, undefined, ALL);
    expect(history.edges.map(({ node }) => node.label).sort()).toEqual(labels.map(({ name }) => name).sort());
    expect(await eventsOf(fixture.storage, PROJECT)).toHaveLength(labels.length);
    await storage.close();
    await proxy.close();
  });
});
