import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../src/config.ts';

interface Service {
  build?: string;
  image?: string;
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  healthcheck?: object;
  volumes?: string[];
}

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const file = parse(read('docker-compose.yml')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(file.services);

describe('docker-compose.yml', () => {
  test('starts Tollgate when what it needs is healthy', () => {
    for (const [name, { depends_on: needed = {} }] of services)
      for (const [other, { condition }] of Object.entries(needed)) {
        expect(condition, `${name} waits for ${other}`).toBe('service_healthy');
        expect(file.services[other]?.healthcheck, other).toBeDefined();
      }
    expect(Object.keys(file.services['tollgate']?.depends_on ?? {})).toEqual(['mongodb', 'redis']);
  });

  test('has a volume for every name that is mounted', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]));
    expect(new Set(mounted)).toEqual(new Set(Object.keys(file.volumes)));
  });

  test('gives Tollgate a configuration that it takes, and names of services that there are', () => {
    const environment = file.services['tollgate']?.environment ?? {};
    const config = loadConfig(environment);
    for (const url of [environment['STORE_URL'], environment['REDIS_URL']])
      expect(Object.keys(file.services)).toContain(new URL(url ?? '').hostname);
    expect(config.server.port).toBe(4000);
  });
});

describe('the Dockerfile', () => {
  const stages = read('Dockerfile').split(/^FROM /m);
  const last = stages.at(-1) ?? '';

  test('hides the schema and the page until it is told otherwise', () => {
    const environment = Object.fromEntries(
      [...(/^ENV ((?:.*\\\n)*.*)$/m.exec(last)?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(
        ([, name, value]) => [name ?? '', value ?? ''],
      ),
    );
    expect(loadConfig(environment).exposure).toMatchObject({ introspection: false, graphiql: false });
    const shown = { ...environment, INTROSPECTION: 'true', GRAPHIQL: 'true' };
    expect(loadConfig(shown).exposure).toMatchObject({ introspection: true, graphiql: true });
  });

  test('runs without root, with a health check, and starts as npm start does', () => {
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const flags = /exec node (.*) scripts\/start\.mjs/.exec(scripts['start'] ?? '')?.[1];
    expect(last).toContain(`CMD ["node", "${flags}", "dist/main.js"]`);
    expect(read('bench/servers.ts')).toContain(`NODE_FLAGS = ['${flags}']`);
  });
});
