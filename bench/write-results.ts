import { readFileSync, writeFileSync } from 'node:fs';

const README = new URL('README.md', import.meta.url);
const BEGIN = '<!-- results: npm run bench -- --write -->';
const END = '<!-- end of results -->';

/** Puts the text in the place of the last results in README.md. */
export function writeResults(text: string): void {
  const readme = readFileSync(README, 'utf8');
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error(`bench/README.md has no place for results between "${BEGIN}" and "${END}"`);
  writeFileSync(README, `${readme.slice(0, begin)}${BEGIN}\n\n${text}\n\n${readme.slice(end)}`);
}
