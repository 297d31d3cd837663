import { RE2JS } from 're2js';

/** What `\s` means in ECMAScript, and the rest of Unicode: both as the inside of a character class. */
const WHITESPACE =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const NOT_WHITESPACE =
  '\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}' +
  '\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';
/** What `.` means in ECMAScript. */
const NOT_LINE_END = '[^\\n\\r\\x{2028}\\x{2029}]';

const NOT_LINEAR = "can't be matched in linear time (no lookaround, backreference or repetition above 1000)";

export interface LinearPattern {
  test(text: string): boolean;
  /** The pattern itself: ajv keeps one expression for all whose text is the same. */
  toString(): string;
}

/** Why a pattern can't be used, in words for whoever wrote it. */
export class PatternError extends Error {}

/**
 * A regular expression of ECMAScript (the `u` flag's meaning), matched in time linear in the text. Throws PatternError for what is
 * none, and for lookarounds and backreferences, which have no such matching.
 */
export function compileLinearPattern(pattern: string): LinearPattern {
  const source = escapePunctuation(pattern);
  try {
    // only parsed: V8 compiles an expression when it is first used
    new RegExp(source, 'u');
  } catch (error) {
    throw new PatternError(`is no regular expression of ECMAScript: ${messageOf(error)}`);
  }
  const translated = translate(source);
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(translated));
    return { test: (text) => compiled.matcher(text).find(), toString: () => pattern };
  } catch (error) {
    throw new PatternError(`${NOT_LINEAR}: ${messageOf(error)}`);
  }
}

/** Escapes that only the older syntax allows, such as `\-` and `\@`, as code points. */
function escapePunctuation(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, (escape, character: string) =>
    /[ -~]/.test(character) && /[^\w^$\\.*+?()[\]{}|/]/.test(character)
      ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
      : escape,
  );
}

/** What RE2 means otherwise than ECMAScript, in its own words. */
function translate(source: string): string {
  let inClass = false;
  return source.replace(/\\[pP]\{[^}]*\}|\\[\s\S]|[[\].]/g, (token) => {
    switch (token) {
      case '[':
        if (inClass) return '\\[';
        inClass = true;
        return token;
      case ']':
        inClass = false;
        return token;
      case '.':
        return inClass ? token : NOT_LINE_END;
      case '\\s':
        return inClass ? WHITESPACE : `[${WHITESPACE}]`;
      case '\\S':
        return inClass ? NOT_WHITESPACE : `[${NOT_WHITESPACE}]`;
      case '\\b':
        return inClass ? '\\x08' : token;
      case '\\k':
        throw new PatternError(`${NOT_LINEAR}: \\k is a backreference`);
      case '\\0':
        return '\\x00';
      default:
        return token.replace(/^(\\[pP]\{)(?:Script|sc|General_Category|gc)=/, '$1');
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
