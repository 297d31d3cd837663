import { fencedBlocks } from './fenced-blocks.ts';
import type { CodeBlock, Transformed } from './transform.ts';
import { failed, transformed } from './transform.ts';

const SAME_LANGUAGES: readonly (readonly string[])[] = [
  ['javascript', 'js', 'mjs', 'cjs', 'node'],
  ['typescript', 'ts'],
  ['python', 'py', 'python3'],
  ['shell', 'sh', 'bash', 'zsh', 'console'],
  ['yaml', 'yml'],
  ['c++', 'cpp', 'cc'],
  ['c#', 'csharp', 'cs'],
  ['ruby', 'rb'],
  ['rust', 'rs'],
  ['go', 'golang'],
  ['markdown', 'md'],
];

/** The code between fences, byte for byte: of the language that is asked for, or all there is. */
export function transformToCode(text: string, language: string | null): Transformed<CodeBlock> {
  const blocks = fencedBlocks(text);
  if (blocks.length === 0) return failed('the answer has no code block between lines of ```');
  if (blocks.some(({ closed }) => !closed)) return failed('the last code block has no end');
  const meant = language === null ? blocks : ofLanguage(blocks, language);
  const [block, ...others] = meant;
  const which = language === null ? '' : ` of the language ${language}`;
  if (block === undefined) return failed(`the answer has no code block${which}`);
  if (others.length > 0)
    return failed(`the answer has ${meant.length} code blocks${which}; it must have one`);
  return transformed({ code: block.content, language: block.language === '' ? null : block.language });
}

/** Blocks that name the language; or those that name none, when none names it. */
function ofLanguage<Block extends { language: string }>(
  blocks: readonly Block[],
  language: string,
): readonly Block[] {
  const asked = canonical(language.toLowerCase());
  const named = blocks.filter((block) => canonical(block.language) === asked);
  return named.length > 0 ? named : blocks.filter((block) => block.language === '');
}

function canonical(language: string): string {
  return SAME_LANGUAGES.find((names) => names.includes(language))?.[0] ?? language;
}
