// Runs a TypeScript program of this repository: `node scripts/run.mjs [--build] <file> [arguments]`.
// --build brings dist/ up to date first, for a program that starts the built server.
import { fail, prepare, run } from './prepare.mjs';

const args = process.argv.slice(2);
const build = args[0] === '--build';
if (build) args.shift();
if (args[0] === undefined) fail('Usage: node scripts/run.mjs [--build] <file> [arguments]');

await prepare({ build });
// --import, not the tsx command: worker threads inherit it, and there is one process less between a signal and the program.
process.exitCode = await run(process.execPath, ['--import', 'tsx', ...args]);
