import { Lexer, Source, TokenKind } from 'graphql';
import { limitExceeded } from './request-limits.ts';
import type { DocumentLimits } from './request-limits.ts';

/** Longest name of a field, type, variable or operation: names are repeated in errors and in the log. */
const MAX_NAME_LENGTH = 200;
const OPENING: readonly string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSING: readonly string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/**
 * Throws for a document that is too long to be parsed, or that has so many brackets in each other that the parser, which is
 * recursive, could run out of stack. Throws the GraphQLError of graphql-js for what is no token.
 */
export function checkTokens(
  text: string,
  { maxCharacters, maxTokens }: DocumentLimits,
  maxNesting: number,
): void {
  if (text.length > maxCharacters) {
    throw limitExceeded(
      `The document has more than ${maxCharacters} characters, the most that is taken. Long texts belong in its variables.`,
      'MAX_DOCUMENT_CHARACTERS',
      maxCharacters,
    );
  }
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens += 1;
    if (tokens > maxTokens) {
      throw limitExceeded(
        `The document has more than ${maxTokens} tokens, the most that is taken.`,
        'MAX_DOCUMENT_TOKENS',
        maxTokens,
      );
    }
    if (OPENING.includes(token.kind)) nesting += 1;
    else if (CLOSING.includes(token.kind)) nesting -= 1;
    else if (token.kind === TokenKind.NAME && token.end - token.start > MAX_NAME_LENGTH) {
      throw limitExceeded(
        `A name in the document is longer than ${MAX_NAME_LENGTH} characters, the most that is taken.`,
        'MAX_NAME_LENGTH',
        MAX_NAME_LENGTH,
      );
    }
    if (nesting > maxNesting) {
      throw limitExceeded(
        `The document has brackets in more than ${maxNesting} levels, the most that is taken.`,
        'MAX_DEPTH',
        maxNesting,
      );
    }
  }
}
