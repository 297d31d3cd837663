import { createDemoClient } from './client.ts';
import { play } from './play.ts';
import { say } from './print.ts';
import { DemoProblem } from './problem.ts';
import { readSettings, USAGE } from './settings.ts';
import type { Settings } from './settings.ts';

/** The whole demo, in milliseconds; with a real model it takes about twenty seconds. */
const TIME_LIMIT_MS = 180_000;

async function main(settings: Settings): Promise<void> {
  const client = createDemoClient(settings);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new DemoProblem(`The demo took longer than ${TIME_LIMIT_MS / 1000} seconds.`));
      }, TIME_LIMIT_MS);
      play(client, settings, reject).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    await client.close();
  }
}

try {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings.help) say(USAGE);
  else await main(settings);
} catch (error) {
  const text = error instanceof DemoProblem ? error.message : String((error as Error).stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
