// 0 is a class that is not known yet
const ANY = 1;
const LETTER = 2;
const DIGIT = 3;
const SPACE = 4;
const OTHER = 5;

/** The class of each UTF-16 unit, found when it is first met. */
const classes = new Uint8Array(0x10000);

/**
 * The longest run of one class of characters, in bytes of UTF-8. What tiktoken's encodings split a text into
 * before they merge bytes is never longer than two such runs, and merging takes time that grows with its
 * square.
 */
export function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  let runClass = ANY;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const unitClass = classes[unit] || classify(unit);
    if (unitClass !== ANY) {
      if (runClass !== ANY && runClass !== unitClass) run = 0;
      runClass = unitClass;
    }
    run += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    if (run > longest) longest = run;
  }
  return longest;
}

function classify(unit: number): number {
  const found = classOf(String.fromCharCode(unit));
  classes[unit] = found;
  return found;
}

function classOf(character: string): number {
  // These end no run: marks count with what they follow, a slash with line breaks, half of a surrogate pair
  // doesn't tell what the pair is, and what has no class here may have one in tiktoken's version of Unicode.
  if (/[\p{M}\p{Cs}\p{Cn}/]/u.test(character)) return ANY;
  if (/\p{L}/u.test(character)) return LETTER;
  if (/\p{N}/u.test(character)) return DIGIT;
  return /\p{White_Space}/u.test(character) ? SPACE : OTHER;
}
