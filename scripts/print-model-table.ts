// Writes the table of models in docs/pricing.md from the catalogue.
import { readFileSync, writeFileSync } from 'node:fs';
import { withModelTable } from './model-table.ts';

const file = new URL('../docs/pricing.md', import.meta.url);
writeFileSync(file, withModelTable(readFileSync(file, 'utf8')));
