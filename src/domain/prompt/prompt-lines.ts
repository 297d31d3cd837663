// Tells the lines of a prompt that are prose from those whose white space may mean something.

/**
 * `prose` may be changed. `label` is a line that may as well be YAML or an HTML tag: it stays as it is, but the blank lines
 * around it may go. `verbatim` and what is next to it stays as it is: code, a table, a quotation, anything indented.
 */
export type LineKind = 'blank' | 'prose' | 'label' | 'verbatim' | 'fenced';

export interface PromptLine {
  kind: LineKind;
  text: string;
  /** `\n`, `\r\n`, or nothing at the end of the text. */
  end: string;
}

const OPENING_FENCE = /^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING_FENCE = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;
/** Text between these is somebody's, over however many lines. */
const SPANS = new Map([
  ['"""', '"""'],
  ["'''", "'''"],
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
  ['${', '}'],
  ['<pre', '</pre>'],
  ['<code', '</code>'],
  ['<script', '</script>'],
  ['<style', '</style>'],
  ['<textarea', '</textarea>'],
]);
const SPAN_START = /"""|'''|\{\{|\{%|<%|\$\{|<(?:pre|code|script|style|textarea)\b/g;

export function linesOf(text: string): PromptLine[] {
  const lines: PromptLine[] = [];
  let fence: string | null = null;
  let closing: string | null = null;
  for (const [, line = '', end = ''] of text.matchAll(/([^\n]*?)(\r?\n|$)/gy)) {
    if (line === '' && end === '') break;
    let kind: LineKind;
    if (fence !== null) {
      kind = 'fenced';
      if (CLOSING_FENCE.exec(line)?.[1]?.startsWith(fence) === true) fence = null;
    } else if (closing !== null) {
      kind = 'verbatim';
      closing = openSpan(line, closing);
    } else {
      fence = OPENING_FENCE.exec(line)?.[1] ?? null;
      closing = fence === null ? openSpan(line, null) : null;
      kind = fence !== null ? 'fenced' : closing !== null ? 'verbatim' : kindOf(line);
    }
    lines.push({ kind, text: line, end });
  }
  return lines;
}

/** What closes the span that is open after the line; null when none is. */
function openSpan(line: string, closing: string | null): string | null {
  let open = closing;
  let at = 0;
  for (;;) {
    if (open !== null) {
      const end = line.indexOf(open, at);
      if (end === -1) return open;
      at = end + open.length;
    }
    SPAN_START.lastIndex = at;
    const start = SPAN_START.exec(line);
    if (start === null) return null;
    open = SPANS.get(start[0]) ?? null;
    at = start.index + start[0].length;
  }
}

const LABEL = /^(?:[-*+] )?["']?[\w.$/-]+["']?:(?:\s|$)|^<[^<>]*>$|^[-=_*#]+$/;
const CODE: readonly RegExp[] = [
  /[{;([\\]$/,
  /^[})\]]/,
  /^(?:\/\/|\/\*|\*\/|#!|#include\b|-- |@\w|\$ |>>> |> ?|<[/!?\w])/,
  /^(?:import|from|export|package|using|require)\s+[\w.*"'{@/-]+(?:$|\s+(?:import|as|from)\b)/,
  /^(?:def|class|if|else|elif|for|while|try|except|finally|with|async|function|func|fn|const|let|var|public|private|static|struct|interface|type|switch|case)\b.*[:;({})\]]$/,
  /^[\w.$[\]"'-]+\s*(?:[-+*/%|&^:]?=|=>|->|<-)(?:\s|$)/,
  /^\w[\w.]*\(.*\)$/,
  /^(?:select|insert|update|delete|create|alter|drop)\s.*\b(?:from|into|set|table)\b/i,
];

function kindOf(line: string): LineKind {
  const trimmed = line.trim();
  if (trimmed === '') return /^[ \t]*$/.test(line) ? 'blank' : 'verbatim';
  if (/^\s/.test(line) || line.includes('|') || line.includes('\t')) return 'verbatim';
  if (LABEL.test(trimmed)) return 'label';
  return CODE.some((pattern) => pattern.test(trimmed)) ? 'verbatim' : 'prose';
}
