import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CREATE_TEMPLATE, CREATE_TEMPLATE_VERSION, TEMPLATE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import type { ServerProcess } from '../support/server-process.ts';

const COMMAND_FILE = fileURLToPath(new URL('../../dist/templates.js', import.meta.url));

const CHAT_FILE = `---
name: Support reply
description: Answers a customer
tags:
  - support
variables:
  - name: tone
    type: text
    default: friendly
  - name: question
    type: text
messages:
  - role: system
    content: |-
      Be {tone}.

      Say "{{no}}" to braces.
  - role: user
    content: "{question}"
examples:
  - input: Where is my order?
    output: On its way.
model: gpt-4o
parameters:
  temperature: 0.2
  taskType: factual
responseSchema:
  type: object
  properties:
    role:
      type: string
---
`;

let installation: Installation;
let server: ServerProcess;
beforeEach(async () => {
  installation = createInstallation();
  server = await installation.start();
});
afterEach(() => installation.close());

async function run(...args: string[]) {
  const command = installation.spawn({
    mainFile: COMMAND_FILE,
    args: [...args, '--url', new URL(server.url).origin],
  });
  const { code } = await command.exited;
  return { code, stdout: command.stdout, stderr: command.stderr };
}
const pathOf = (id: string) => join(installation.folder, 'templates', `${id}.md`);
const read = (id: string) => readFileSync(pathOf(id), 'utf8');
function write(id: string, text: string): void {
  mkdirSync(dirname(pathOf(id)), { recursive: true });
  writeFileSync(pathOf(id), text);
}

describe('npm run templates', () => {
  test('makes templates of files, publishes what was changed, and leaves the rest alone', async () => {
    write('support/reply', CHAT_FILE);
    write('greeting', '---\nname: Greeting\n---\nHello {name},\n\nwelcome.\n');
    const dry = await run('push', '--dry-run');
    expect(dry.stdout).toContain('2 of 2 file(s) pushed (nothing was changed: --dry-run).');
    expect((await server.run(TEMPLATE, { id: 'greeting' })).template).toBe(null);

    expect((await run('push', '--label', 'staging')).stdout).toBe(
      'greeting  version 1  created, staging\nsupport/reply  version 1  created, staging\n2 of 2 file(s) pushed.',
    );
    const { template } = await server.run(TEMPLATE, { id: 'greeting', label: 'staging' });
    expect(template).toMatchObject({
      name: 'Greeting',
      version: { version: 1, template: 'Hello {name},\n\nwelcome.' },
    });
    expect((await run('push')).stdout).toContain(
      'greeting  version 1  unchanged\nsupport/reply  version 1  unchanged',
    );

    write('greeting', read('greeting').replace('Hello', 'Dear'));
    expect((await run('push', 'greeting', '--note', 'politer', '--label', 'staging')).stdout).toContain(
      'greeting  version 2  published, staging',
    );
    expect(read('greeting')).toContain('version: 2');
    const second = (await server.run(TEMPLATE, { id: 'greeting' })).template;
    expect(second?.version).toMatchObject({ version: 2, note: 'politer', labels: ['staging', 'latest'] });
  });

  test('writes files that say the same when they are pushed elsewhere', async () => {
    write('support/reply', CHAT_FILE);
    await run('push');
    expect((await run('pull', '--dir', 'copy')).stdout).toBe(
      'support/reply  version 1\n1 template(s) written to copy.',
    );
    expect((await run('push', '--dir', 'copy')).stdout).toContain('support/reply  version 1  unchanged');
    const copy = readFileSync(join(installation.folder, 'copy', 'support/reply.md'), 'utf8');
    expect(copy).toContain('taskType: factual');
    expect(copy).toContain('type: string');
    expect(existsSync(join(installation.folder, 'copy', 'builtin'))).toBe(false);
  });

  test('refuses to publish over what somebody else has published', async () => {
    write('greeting', '---\nname: Greeting\n---\nHello {name}\n');
    await run('push');
    const { createTemplateVersion } = await server.run(CREATE_TEMPLATE_VERSION, {
      input: { id: 'greeting', template: 'Theirs {name}' },
    });
    expectType(createTemplateVersion, 'CreateTemplateVersionSuccess');
    write('greeting', read('greeting').replace('Hello', 'Mine'));
    const refused = await run('push');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain(
      'greeting  refused: version 2 was published since version 1; pull first, or --force',
    );
    expect((await run('push', '--force')).stdout).toContain('greeting  version 3  published');
  });

  test('says what is wrong with a file, a flag or the server', async () => {
    write('greeting', '---\nname: Greeting\nvariabels: []\n---\nHello\n');
    const unknown = await run('push');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/greeting\.md: variabels: is no field of a template; known are name/);
    write('greeting', 'Hello');
    expect((await run('push')).stderr).toContain('must begin with front matter');
    write('greeting', '---\nname: Greeting\n---\nHello {na me}\n');
    expect((await run('push')).stdout).toContain('greeting  refused: template: has a {');
    expect((await run('dance')).stderr).toContain('Say pull or push');
    await server.run(CREATE_TEMPLATE, { input: { id: 'x', name: 'X', template: 'x' } });
    const nobody = installation.spawn({
      mainFile: COMMAND_FILE,
      args: ['pull', '--url', 'http://127.0.0.1:1'],
    });
    expect((await nobody.exited).code).toBe(1);
    expect(nobody.stderr).toContain('cannot be reached');
  });
});
