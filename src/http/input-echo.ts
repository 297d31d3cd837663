const MAX_LENGTH = 300;
/** What is looked at of a message: one can be as long as the body. */
const SEEN_LENGTH = 2_000;
/** A field, a type, a variable, or a path of them, as messages of GraphQL name them. */
const NAME = /^[$@]?[\w.[\]!]{1,100}$/;
/** The longest punctuator besides `...` and escape sequence of the language. */
const SIGN_LENGTH = 2;
const QUOTED = /"(?:[^"\\]|\\.)*"?/gs;

/**
 * The message of an error of graphql-js without the values that it was given: it quotes them, however long they are and whatever
 * is in them, such as a prompt or a key. Names stay, because without them nobody finds the mistake. `reason` is the message of the
 * error's cause, which is at the end of one about a variable; `isOurs` is true when it quotes nothing.
 */
export function withoutValues(message: string, reason: string, isOurs: boolean): string {
  const variable = /^Variable "(\$\w{1,100})" got invalid value /.exec(message);
  if (isOurs && !variable) return message;
  const shownReason = isOurs ? reason : withoutQuotes(reason.slice(0, SEEN_LENGTH));
  const text = variable
    ? `Variable "${variable[1]}" got an invalid value${placeIn(message, reason)}: ${shownReason}`
    : withoutQuotes(message.slice(0, SEEN_LENGTH));
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}

/** Where in a variable the value is: it stands between the value and the reason. */
function placeIn(message: string, reason: string): string {
  const [, path] =
    / at "([\w.[\]]{1,200})"; $/.exec(message.slice(-reason.length - SEEN_LENGTH, -reason.length)) ?? [];
  return path === undefined ? '' : ` at "${path}"`;
}

function withoutQuotes(message: string): string {
  return message
    .replace(/^Value ".*" does not exist in ("\w+" enum)/s, 'The value does not exist in the $1')
    .replace(/(Unexpected|found) (String|BlockString|Int|Float) ".*$/s, '$1 $2.')
    .replace(/(cannot represent [\w -]*value): .*$/s, '$1.')
    .replace(/^(Expected value of type "[\w[\]!]+"), found .*$/s, '$1.')
    .replaceAll(QUOTED, (quoted) => (isShown(quoted.slice(1, -1)) ? quoted : '"…"'));
}

function isShown(text: string): boolean {
  return NAME.test(text) || text.length <= SIGN_LENGTH;
}
