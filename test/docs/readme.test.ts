import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { formatMarkdownTable } from '../../src/config-help.ts';
import { fileVariableNames } from '../../src/config.ts';
import { SANDBOX_MODELS } from '../../src/providers/sandbox/sandbox-models.ts';
import { codeBlocksOf, codeIn, readPage, tableUnder, withoutChance } from '../support/markdown.ts';
import { root } from '../support/source-file.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const readme = readPage('README.md');
const blocks = codeBlocksOf(readme);

test('the variables that can be in a file are named', () => {
  const [paragraph = ''] = /What is secret can be in a file[^]*?\n\n/.exec(readme) ?? [];
  const named = codeIn(paragraph).filter((code) => /^[A-Z_]+$/.test(code));
  expect(named).toEqual(expect.arrayContaining([...fileVariableNames]));
  expect(named.filter((name) => !fileVariableNames.some((one) => one === name))).toEqual([]);
});

test('the table of variables is what the server takes', () => {
  const [table] = /(?<=<!-- prettier-ignore -->\n)\| variable [^]*?(?=\n\n)/.exec(readme) ?? [];
  expect(table).toBe(formatMarkdownTable());
});

test('the table of the sandbox names every model of its own', () => {
  const names = tableUnder(readme, '## The sandbox').flatMap(([models = '']) => codeIn(models));
  expect(names.filter((name) => !name.includes('<')).sort()).toEqual([...SANDBOX_MODELS].sort());
});

const canRun = process.platform !== 'win32' && spawnSync('curl', ['--version']).status === 0;

describe.skipIf(!canRun)('the commands of the quick start', () => {
  let app: TestApp;
  let address: string;

  beforeAll(async () => {
    app = await startTestApp();
    address = (await app.app.listen()).url.replace('http://', '');
  });
  afterAll(() => app.close());

  /** Starts what a reader would paste, with the address and the key of this server. */
  function paste(command: string, args: readonly string[]) {
    const child = spawn(
      command,
      [...args.slice(0, -1), (args.at(-1) ?? '').replaceAll('127.0.0.1:4000', address)],
      {
        cwd: root,
        env: { PATH: process.env['PATH'], TOLLGATE_ADMIN_KEY: ADMIN_KEY },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
    const ended = new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve(output));
    });
    return {
      ended,
      /** Resolves with the output as soon as it matches; rejects when the program ends before that. */
      printed: (pattern: RegExp) =>
        new Promise<string>((resolve, reject) => {
          child.stdout.on('data', () => pattern.test(output) && resolve(output));
          ended.then(() => reject(new Error(`it ended with ${JSON.stringify(output)}`)), reject);
        }),
      stop: () => child.kill(),
    };
  }

  const runCurl = async (code: string): Promise<unknown> =>
    JSON.parse(await paste('bash', ['-c', code]).ended);

  /** The n-th curl command of the page, from 0, and the block that follows it. */
  function curlExample(n: number) {
    const commands = blocks.flatMap((block, index) => (block.code.startsWith('curl ') ? [index] : []));
    const index = commands[n] ?? -1;
    return { code: blocks[index]?.code ?? '', answer: blocks[index + 1]?.code ?? '' };
  }

  const call = () => runCurl(curlExample(1).code);
  const refusedCall = () => runCurl(curlExample(2).code);

  /** Starts a subscriber, and does again and again what it should be told of, until it was: nobody says when it listens. */
  async function follow(
    command: string,
    args: readonly string[],
    pattern: RegExp,
    act: () => Promise<unknown>,
  ) {
    const subscriber = paste(command, args);
    onTestFinished(() => void subscriber.stop());
    let seen: string | null = null;
    const told = subscriber.printed(pattern).then((output) => (seen = output));
    told.catch(() => (seen = ''));
    while (seen === null) await act();
    return told;
  }

  test('a budget, a call and a refusal give the answers that are printed', async () => {
    for (const n of [0, 1, 2]) {
      const { code, answer } = curlExample(n);
      expect(withoutChance(await runCurl(code)), code).toEqual(withoutChance(JSON.parse(answer)));
    }
  });

  test('the subscription over SSE prints the events of a call', async () => {
    const { code, answer } = curlExample(3);
    const eventsOf = (text: string) =>
      [...text.matchAll(/^data: (\{.*\})$/gm)].map((match) => withoutChance(JSON.parse(match[1] ?? '')));
    // it may begin to listen in the middle of a call, which is not the one that is shown
    const wholeCall = /data: .*ModelCallStarted[^]*ModelCallCompleted.*\n/;
    const output = await follow('bash', ['-c', `exec ${code}`], wholeCall, call);
    expect(eventsOf(answer)).toHaveLength(2);
    expect(eventsOf(wholeCall.exec(output)?.[0] ?? '').slice(0, 2)).toEqual(eventsOf(answer));
    expect(output.startsWith(answer.slice(0, answer.indexOf('data: ')))).toBe(true);
  });

  test('the subscriber over graphql-ws prints the refusal', async () => {
    const index = blocks.findIndex(({ code }) => code.includes('graphql-ws'));
    const program = blocks[index]?.code ?? '';
    const output = await follow('node', ['--input-type=module', '-e', program], /\n/, refusedCall);
    const [event = ''] = output.split('\n');
    const { percentageUsed, ...stable } = JSON.parse(event) as Record<string, unknown>;
    expect(percentageUsed).toEqual(expect.any(Number));
    expect(JSON.parse(blocks[index + 1]?.code ?? '')).toMatchObject(stable);
  });

  test('the subscriber of docs/events.md that resumes prints events with their cursors', async () => {
    const program =
      codeBlocksOf(readPage('docs/events.md')).find(({ language }) => language === 'js')?.code ?? '';
    const output = await follow('node', ['--input-type=module', '-e', program], /\n/, call);
    expect(JSON.parse(output.split('\n')[0] ?? '')).toMatchObject({
      cursor: expect.any(String) as string,
      topic: expect.stringMatching(/^openai\.model\.call_/) as string,
    });
  });
});
