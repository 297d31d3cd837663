import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filePathsUnder, root } from './source-file.ts';

/** The pages of the documentation, relative to the root. */
export const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...filePathsUnder('docs').filter((path) => path.endsWith('.md')),
];

export interface CodeBlock {
  /** As after the fence: `graphql`, `bash`; empty when there is none. */
  language: string;
  code: string;
}

export function readPage(path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}

/** The fenced blocks of a page in order, those inside a list without their indentation. */
export function codeBlocksOf(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map(
    ([, indent = '', language = '', code = '']) => ({
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** The rows of the table below a heading, each as the texts of its cells; the head is left out. */
export function tableUnder(markdown: string, heading: string): string[][] {
  const section = markdown.split(`\n${heading}\n`)[1] ?? '';
  const rows = (section.match(/(?:^\|.*\|\n)+/m)?.[0] ?? '').trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks in a text. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

/** A query of GraphQL that a block holds: the whole of it, the body of a curl command, or a template string. */
export function documentsIn({ language, code }: CodeBlock): string[] {
  if (language === 'graphql') return [code];
  const quoted = language === 'bash' ? /-d '([^']+)'/g : /`(\s*(?:query|mutation|subscription)\b[^`]+)`/g;
  return language === 'bash' || language === 'js'
    ? [...code.matchAll(quoted)].map((match) => match[1] ?? '')
    : [];
}

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const INSTANT = /\b\d{4}-\d{2}-\d{2}T[\d:.]+Z/g;
/** Fields whose values are never the same twice. */
const FLEETING = [
  'cursor',
  'endCursor',
  'latencyMs',
  'requestId',
  'averageMs',
  'p50Ms',
  'p95Ms',
  'perDay',
  'projectedSpend',
  'tokensPerSecond',
  'day',
  'secret',
  'prefix',
];

/** An answer without what differs from one run to the next: ids, instants, cursors, durations. */
export function withoutChance(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (name, value: unknown) => {
    if (FLEETING.includes(name)) return `<${name}>`;
    return typeof value === 'string' ? value.replace(ID, '<id>').replace(INSTANT, '<instant>') : value;
  });
}
