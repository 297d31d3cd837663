// `npm test`: installs what is missing, builds (the process tests run dist/main.js), runs vitest with the arguments given,
// prints how each store did in the storage contract, and the total alone on the last line.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, runTool } from './prepare.mjs';

/** Counts of a vitest JSON report; a file that fails before its first test counts as one failed test. */
function countTests(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** How each store did in the contract suite, and on which server, as the titles of its tests say. */
function printContracts(report) {
  const results = report.testResults.flatMap((file) => file.assertionResults);
  const stores = new Map();
  for (const { ancestorTitles, status } of results) {
    const depth = ancestorTitles.findIndex((title) => / storage$/.test(title));
    if (depth === -1) continue;
    const server = /\((.*)\)$/.exec(ancestorTitles[depth - 1] ?? '')?.[1];
    const name = ancestorTitles[depth].replace(/ storage$/, '') + (server ? `, ${server}` : '');
    const counts = stores.get(name) ?? { passed: 0, failed: 0, skipped: 0 };
    counts[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
    stores.set(name, counts);
  }
  for (const [name, { passed, failed, skipped }] of stores)
    process.stdout.write(
      `storage contract on ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`,
    );
}

function printTotal({ passed, failed, skipped }) {
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
}

// Until vitest has reported, the run as a whole counts as one failure, also when the set-up ends the process.
let total = { passed: 0, failed: 1, skipped: 0 };
process.on('exit', () => printTotal(total));

await prepare({ build: true });

const folder = mkdtempSync(join(tmpdir(), 'tollgate-test-'));
const reportFile = join(folder, 'report.json');
try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  process.exitCode = await runTool('vitest/vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)]);
  if (existsSync(reportFile)) {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    total = countTests(report);
    printContracts(report);
  }
  if (process.exitCode !== 0 && total.failed === 0) {
    process.stderr.write(
      `vitest ended with ${process.exitCode} although no test failed; it says why above.\n`,
    );
    total.failed = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
