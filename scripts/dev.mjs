// `npm run dev`: restarts on every change, open to whoever is on this machine (never beyond the loopback interface).
import { prepare, runTool } from './prepare.mjs';

await prepare();
const env = { ...process.env, TOLLGATE_OPEN: process.env.TOLLGATE_OPEN ?? 'true' };
const args = ['watch', '--clear-screen=false', 'src/main.ts', ...process.argv.slice(2)];
process.exitCode = await runTool('tsx/dist/cli.mjs', args, { env });
