import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkerThread, workerUrl } from '../../src/lib/worker-thread.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-thread-'));
  const head = "import { parentPort, workerData } from 'node:worker_threads';\n";
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'echo.js'), `${head}parentPort.postMessage(['js', workerData]);\n`);
  await writeFile(
    join(folder, 'echo.ts'),
    `${head}enum Kind { Source = 'ts' }\nparentPort!.postMessage([Kind.Source, workerData as number]);\n`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['ts', 'js'])(
  'a worker starts from a .%s file beside the module that asks for it',
  async (extension) => {
    const asking = pathToFileURL(join(folder, `main.${extension}`)).href;
    const worker = startWorkerThread(workerUrl('echo', asking), { workerData: 42 });
    const [message] = await once(worker, 'message');
    expect(message).toEqual([extension, 42]);
    await worker.terminate();
  },
);

test.each(['ts', 'js'])('a missing .%s file is an error of the worker', async (extension) => {
  const worker = startWorkerThread(
    workerUrl('missing', pathToFileURL(join(folder, `main.${extension}`)).href),
  );
  const [error] = await once(worker, 'error');
  expect(error).toMatchObject({ message: expect.stringMatching(/missing/) });
});
