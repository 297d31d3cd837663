// `npm start`: the server runs in this very process, so that a signal reaches it directly.
import { pathToFileURL } from 'node:url';
import { mainFile, prepare } from './prepare.mjs';

await prepare({ build: true });
process.argv[1] = mainFile;
await import(pathToFileURL(mainFile).href);
