import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BenchText {
  name: string;
  text: string;
  /** True when tiktoken alone takes minutes. */
  isHopeless: boolean;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LENGTH = 1_000_000;

const PARAGRAPH =
  'Der schnelle braune Fuchs – привет, мир! 東京で会いましょう。 안녕하세요 🙂👩‍👩‍👧 مرحبا; € 1.234,50 ≈ ½ · ';

/** A megabyte each: of what people send, and of what takes tiktoken longest. */
export function benchTexts(): BenchText[] {
  const ordinary = [
    ['prose (this repository’s Markdown)', filesUnder('docs', '.md')],
    ['code (this repository’s TypeScript)', filesUnder('src', '.ts')],
    ['many scripts and emoji', PARAGRAPH],
  ] as const;
  const pathological = [
    ["'a' × 1,000,000", 'a'],
    ['spaces × 1,000,000', ' '],
    ['newlines × 1,000,000', '\n'],
    ["'ab' × 500,000", 'ab'],
  ] as const;
  return [
    ...ordinary.map(([name, unit]) => ({ name, text: megabyteOf(unit), isHopeless: false })),
    ...pathological.map(([name, unit]) => ({ name, text: megabyteOf(unit), isHopeless: true })),
    { name: 'one emoji × 100,000', text: '😀'.repeat(100_000), isHopeless: true },
  ];
}

function megabyteOf(unit: string): string {
  return unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
}

function filesUnder(folder: string, extension: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .sort()
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8'))
    .join('\n');
}
