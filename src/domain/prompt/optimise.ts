import { linesOf } from './prompt-lines.ts';
import type { PromptLine } from './prompt-lines.ts';

export interface OptimisedPrompt {
  text: string;
}

/** Families whose prompts get their headings marked at both ends. */
const MARKED_FAMILIES = /^(?:chat)?gpt-4/;

/**
 * The prompt with fewer tokens and the same meaning: blank lines in a row become one, spaces at line ends and double spaces
 * between words go, except for hard line breaks. For the GPT-4 family, `## Heading` becomes `## Heading ##`: the same heading in
 * Markdown, marked at both ends. Code, whether fenced, indented or only looking like it, tables, quotations, placeholders and
 * whatever may be a string stay byte for byte. Optimising again changes nothing.
 *
 * `family` is that of the model, such as `gpt-4o`.
 */
export function optimisePrompt(text: string, family: string): OptimisedPrompt {
  const lines = withoutOuterBlanks(linesOf(text));
  const blocks = blocksOf(lines);
  const kept = blocks.flatMap((block, index) => {
    if (block[0]?.kind !== 'blank') return proseOf(block, MARKED_FAMILIES.test(family), blocks, index);
    return gapOf(block, blocks[index - 1]?.at(-1), blocks[index + 1]?.[0]);
  });
  const optimised = kept.map(({ text: line, end }) => line + end).join('');
  const last = lines.at(-1)?.kind;
  return { text: last === 'prose' || last === 'label' ? optimised.replace(/\r?\n$/, '') : optimised };
}

function withoutOuterBlanks(lines: readonly PromptLine[]): readonly PromptLine[] {
  const first = lines.findIndex((line) => line.kind !== 'blank');
  const last = lines.findLastIndex((line) => line.kind !== 'blank');
  return first === -1 ? [] : lines.slice(first, last + 1);
}

/** Runs of blank lines, and of lines that are not. */
function blocksOf(lines: readonly PromptLine[]): PromptLine[][] {
  const blocks: PromptLine[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (block !== undefined && (block[0]?.kind === 'blank') === (line.kind === 'blank')) block.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** One blank line instead of many, unless what is before or after them may be code, of which they are a part then. */
function gapOf(
  blanks: readonly PromptLine[],
  before: PromptLine | undefined,
  after: PromptLine | undefined,
): readonly PromptLine[] {
  if (before?.kind === 'verbatim' || after?.kind === 'verbatim') return blanks;
  return [{ kind: 'blank', text: '', end: '\n' }];
}

function proseOf(
  block: readonly PromptLine[],
  marksHeadings: boolean,
  blocks: readonly (readonly PromptLine[])[],
  index: number,
): readonly PromptLine[] {
  // among labels a list or a plain line may be YAML, whose spaces are data
  if (block.some(({ kind }) => kind === 'verbatim' || kind === 'label')) return block;
  const isQuoting = block.some(({ kind, text }) => kind === 'prose' && /[`"“{}<>=\\]/.test(text));
  return block.map((line, at) => {
    if (line.kind === 'fenced') return line;
    const next = block[at + 1];
    const trimmed = withoutSpacesAtEnd(line.text);
    const neighbours = [block[at - 1], next];
    const isAligned = neighbours.some((other) => other?.kind === 'prose' && hasColumns(other.text));
    const spaced = isQuoting ? trimmed : withSingleSpaces(trimmed, isAligned);
    const isHeading = /^#{1,6} /.test(spaced);
    if (isHeading && marksHeadings && isAmongProse(block, at, blocks, index))
      return { ...line, text: marked(spaced), end: lineEnd(line) };
    const isHardBreak = line.text.endsWith('  ') && next?.kind === 'prose' && !isHeading;
    return { ...line, text: isHardBreak ? `${spaced}  ` : spaced, end: lineEnd(line) };
  });
}

function withoutSpacesAtEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end -= 1;
  return line.slice(0, end);
}

function lineEnd({ end }: PromptLine): string {
  return end === '' ? '' : '\n';
}

/** Two or more spaces between words that are no sentence's end, as columns have them. */
const COLUMN_GAP = /[^ .,;:!?] {2,}(?=[^ ])/;
const LIST_MARKER = /^(?:[-*+]|\d{1,9}[.)]|#{1,6}) +/;

function hasColumns(line: string): boolean {
  return COLUMN_GAP.test(line.replace(LIST_MARKER, ''));
}

/** In one of several lines with gaps, the gaps line up what is below each other. */
function withSingleSpaces(line: string, isAligned: boolean): string {
  if (isAligned && hasColumns(line)) return line;
  // how far a list's text is from its marker says what belongs to it
  const marker = LIST_MARKER.exec(line)?.[0] ?? '';
  return marker + line.slice(marker.length).replace(/ {2,}/g, ' ');
}

/** A line of code that starts with # is a comment, and the lines near it are code. */
function isAmongProse(
  block: readonly PromptLine[],
  at: number,
  blocks: readonly (readonly PromptLine[])[],
  index: number,
): boolean {
  const before = at > 0 ? block[at - 1] : blocks[index - 2]?.at(-1);
  const after = at + 1 < block.length ? block[at + 1] : blocks[index + 2]?.[0];
  // a comment in a script has no blank lines at both sides, most of the time
  if (/^# /.test(block[at]?.text ?? '') && block.length > 1) return false;
  const isText = (line: PromptLine | undefined) =>
    line === undefined || line.kind === 'prose' || line.kind === 'fenced';
  return isText(before) && (after?.kind === 'prose' || after?.kind === 'fenced');
}

function marked(heading: string): string {
  const hashes = heading.slice(0, heading.indexOf(' '));
  return /#$/.test(heading) ? heading : `${heading} ${hashes}`;
}
