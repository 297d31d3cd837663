// `npm run check`: everything that CI checks. All of it runs, also when one part fails. `-- --static` leaves the tests out.
import { prepare, root, run, runTool } from './prepare.mjs';
import { join } from 'node:path';

await prepare();

const checks = [
  ['format', () => runTool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'])],
  ['lint', () => runTool('eslint/bin/eslint.js', ['--max-warnings=0', '.'])],
  ['types', () => runTool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])],
];
// Import directions and stale generated files are tests of their own.
if (!process.argv.includes('--static')) {
  checks.push(['tests', () => run(process.execPath, [join(root, 'scripts', 'test.mjs')])]);
}

const failed = [];
for (const [name, check] of checks) {
  process.stderr.write(`Checking ${name} …\n`);
  if ((await check()) !== 0) failed.push(name);
}
process.stderr.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
