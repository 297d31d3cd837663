// `npm run build`: dist/ from src/, when something changed.
import { prepare } from './prepare.mjs';

await prepare({ build: true });
