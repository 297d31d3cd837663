/** What takes the place of a secret. */
export const REDACTED = '[redacted]';
/** A piece of a key that is at least this long is as good as a secret. */
const KEY_PIECE_CHARS = 8;
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const SECRET_PATTERNS: readonly RegExp[] = [
  // keys and account ids of OpenAI and those that copied its manner, masked (sk-ab***yz) or not
  /\b(?:sk|rk|pk|ak|gsk|xai|org|proj|sess)[-_][\w*.…-]{4,}/gi,
  /\b(?:user|key|acct|svcacct)[-_](?=\w*\d)\w{12,}/gi,
  // an account that is a UUID; the ids of requests, which are UUIDs too, stay
  new RegExp(
    `\\b(?:organi[sz]ation|project|team|account|subscription|tenant|workspace)(?:[ _-]?id)?["'\`]?[ :=]+["'\`(]?${UUID}`,
    'gi',
  ),
  // names of Amazon hold the number of the account
  /\barn:aws[\w-]*:[^\s"',;]+/gi,
  /\bAIza[\w-]{10,}/g,
  /\bBearer\s+[^\s"',;}]+/gi,
  /\bBasic\s+[\w+/=]{12,}/gi,
  // a JSON Web Token
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g,
  // user and password of an address
  /(?<=:\/\/)[^\s/@]+@/g,
];

/** The text without anything that looks like a credential and without any piece of the given `secrets`. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = withoutSecret(clean, secret);
  for (const pattern of SECRET_PATTERNS) clean = clean.replace(pattern, REDACTED);
  // what is left of a key that was masked
  return withoutWords(clean, (word) => word.includes('***'));
}

/** The beginning of a text that is too long to be looked at as a whole. It ends where a secret can't go on, so that none is cut into a piece that is no longer recognised. */
export function beginningOf(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : text.slice(0, charsMax).replace(/[\w.*…+/=-]*$/, '');
}

/** Removes the secret, and words that hold its beginning or its end: providers echo keys in part. */
function withoutSecret(text: string, secret: string): string {
  if (secret === '') return text;
  const whole = text.replaceAll(secret, REDACTED);
  if (secret.length < 2 * KEY_PIECE_CHARS) return whole;
  const pieces = [secret.slice(0, KEY_PIECE_CHARS), secret.slice(-KEY_PIECE_CHARS)];
  return withoutWords(whole, (word) => pieces.some((piece) => word.includes(piece)));
}

function withoutWords(text: string, isSecret: (word: string) => boolean): string {
  return text.replace(/\S+/g, (word) => (isSecret(word) ? REDACTED : word));
}
