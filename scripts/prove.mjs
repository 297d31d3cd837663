// `npm run prove`: the tests of what is promised under crashes, outages and load, at the size that is promised and with the
// times held to. One after the other, on a machine that does nothing else; about a quarter of an hour on two cores.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './prepare.mjs';

process.env.TOLLGATE_PROVE = '1';
const tests = readdirSync(join(root, 'test'), { recursive: true })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => join('test', path))
  .filter((path) => readFileSync(join(root, path), 'utf8').includes('/support/proof.ts'));
const wanted = process.argv.slice(2);
const files = tests.filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)));
if (files.length === 0) {
  process.stderr.write(`No proof has that name. There are:\n${tests.join('\n')}\n`);
  process.exit(1);
}
process.exitCode = await run(process.execPath, [
  join(root, 'scripts', 'test.mjs'),
  '--no-file-parallelism',
  ...files,
]);
