/** Each kind of personal data or secret that is found, with what takes its place. Every pattern takes time in proportion to the text. */
const PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'private key',
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,10000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g,
  ],
  ['token', /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]+)?/g],
  ['key', /\b(?:sk|rk|pk|ghp|gho|ghs|glpat|xox[abp]|tg)[-_][\w-]{12,}/g],
  ['key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['key', /\bAIza[\w-]{30,}/g],
  ['email', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g],
  ['iban', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g],
  ['ip address', /\b(?:\d{1,3}\.){3}\d{1,3}\b/g],
];
/** 13 to 19 digits in groups, as cards have them; which of them are cards is said by their check digit. */
const CARD = /\b\d(?:[ -]?\d){12,18}\b/g;
/** A plus and 8 to 15 digits (E.164), or a national number in groups. */
const PHONE = /(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\(?\b\d{2,4}\)?(?:[ .-]\d{2,4}){2,4})\b/g;

/** The text with what looks like personal data or a secret replaced by its kind in brackets. It can miss some, and find too much. */
export function redactPersonalData(text: string): string {
  let clean = text;
  for (const [name, pattern] of PATTERNS) clean = clean.replace(pattern, `[${name}]`);
  clean = clean.replace(CARD, (digits) => (isCardNumber(digits) ? '[card]' : digits));
  return clean.replace(PHONE, (number) => (isPhoneNumber(number) ? '[phone]' : number));
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
