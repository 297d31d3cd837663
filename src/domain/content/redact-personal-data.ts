import { inTurns } from '../../lib/in-turns.ts';

/** One look through a text for one kind of personal data or secret, in time proportional to the text. */
type Redaction = (text: string) => string;

/** No pattern may try again and again to get through the same stretch: each is bounded, or begins where few others can. */
const REDACTIONS: readonly Redaction[] = [
  redactPrivateKeys,
  redactTokens,
  replacing(/\b(?:sk|rk|pk|ghp|gho|ghs|glpat|xox[abp]|tg)[-_][\w-]{12,}/g, 'key'),
  replacing(/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, 'key'),
  replacing(/\bAIza[\w-]{30,}/g, 'key'),
  redactEmails,
  replacing(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, 'iban'),
  replacing(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, 'ip address'),
  // 13 to 19 digits in groups, as cards have them; which of them are cards is said by their check digit
  (text) => text.replace(/\b\d(?:[ -]?\d){12,18}\b/g, (digits) => (isCardNumber(digits) ? '[card]' : digits)),
  // a plus and 8 to 15 digits (E.164), or a national number in groups
  (text) =>
    text.replace(/(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\(?\b\d{2,4}\)?(?:[ .-]\d{2,4}){2,4})\b/g, (number) =>
      isPhoneNumber(number) ? '[phone]' : number,
    ),
];

/** The text with what looks like personal data or a secret replaced by its kind in brackets. It can miss some, and find too much. */
export function redactPersonalData(text: string): string {
  return REDACTIONS.reduce((clean, redact) => redact(clean), text);
}

/** The same for a text that may be long, with turns for other work in between. */
export async function redactInTurns(text: string): Promise<string> {
  let clean = text;
  await inTurns(REDACTIONS, (redact) => {
    clean = redact(clean);
  });
  return clean;
}

function replacing(pattern: RegExp, name: string): Redaction {
  return (text) => text.replace(pattern, `[${name}]`);
}

/** From the line that begins a key to the one that ends it; without that, as far as its Base64 goes. */
function redactPrivateKeys(text: string): string {
  const marker = /-----(BEGIN|END) [A-Z ]{0,30}PRIVATE KEY-----/g;
  let clean = '';
  let done = 0;
  let begin: number | null = null;
  const cut = (from: number, to: number): void => {
    clean += `${text.slice(done, from)}[private key]`;
    done = to;
  };
  for (const match of text.matchAll(marker)) {
    const end = match.index + match[0].length;
    if (match[1] === 'BEGIN') begin ??= match.index;
    else if (begin !== null) {
      cut(begin, end);
      begin = null;
    }
  }
  if (begin !== null) {
    const body = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]*/y;
    body.lastIndex = begin;
    if (body.test(text)) cut(begin, body.lastIndex);
  }
  return clean + text.slice(done);
}

/** JSON Web Tokens (RFC 7519): parts of Base64 with dots between them, of which the first is that of an object. */
function redactTokens(text: string): string {
  return text.replace(/[\w.-]+/g, (run) => {
    const parts = run.includes('eyJ') ? run.split('.') : [run];
    const clean: string[] = [];
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index] ?? '';
      // the first in the part goes to its end
      const start = /(?:^|-)(eyJ[\w-]{5,})/.exec(part)?.[1];
      const isToken = start !== undefined && (parts[index + 1] ?? '').length >= 5;
      clean.push(isToken ? `${part.slice(0, -start.length)}[token]` : part);
      if (isToken) index += 2;
    }
    return clean.join('.');
  });
}

const LOCAL_PART_MAX = 64;
const DOMAIN = /@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;

/** Found by the @: to look for what stands before one at every letter would take long. */
function redactEmails(text: string): string {
  let clean = '';
  let done = 0;
  for (const { index, 0: domain } of text.matchAll(DOMAIN)) {
    const earliest = Math.max(done, index - LOCAL_PART_MAX);
    let start = index;
    while (start > earliest && /[\w.+-]/.test(text.charAt(start - 1))) start -= 1;
    if (start === index) continue;
    clean += `${text.slice(done, start)}[email]`;
    done = index + domain.length;
  }
  return clean + text.slice(done);
}

/** The Luhn formula (ISO/IEC 7812-1, annex B). */
function isCardNumber(text: string): boolean {
  const digits = [...text.replaceAll(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** A date in groups of digits is none. */
function isPhoneNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return digits >= 8 && digits <= 15 && !/^\d{4}-\d{2}-\d{2}$/.test(text);
}
