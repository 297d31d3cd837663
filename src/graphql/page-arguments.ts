import { z } from 'zod';
import { decodeCursor } from '../lib/page.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import { ValidationError } from '../domain/errors.ts';
import { integerSchema, optional } from '../domain/field-schemas.ts';
import { parseInput } from '../domain/validation.ts';

const PAGE_DEFAULT = 20;
const PAGE_MAX = 100;

const pageArgumentsSchema = z
  .object({
    first: optional(integerSchema(1, PAGE_MAX)),
    last: optional(integerSchema(1, PAGE_MAX)),
    after: optional(z.string()),
    before: optional(z.string()),
  })
  .refine(({ first, last }) => first === undefined || last === undefined, {
    path: ['last'],
    message: 'cannot go with first',
  });

/**
 * The page that Relay's arguments ask for; the first 20 rows when they name no number. `keyParts` is how many parts the
 * list's cursors have. Throws ValidationError.
 */
export function toPageRequest(args: object, keyParts: number): PageRequest {
  const { first, last, after, before } = parseInput(pageArgumentsSchema, args);
  for (const [path, cursor] of Object.entries({ after, before })) {
    if (cursor !== undefined && decodeCursor(cursor, keyParts) === null) {
      throw new ValidationError([{ path, message: 'must be a cursor of this list' }]);
    }
  }
  return {
    ...(last === undefined ? { first: first ?? PAGE_DEFAULT } : { last }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
  };
}

/** A page in the shape of a Relay connection. */
export function toConnection<Row>({ edges, hasNextPage, hasPreviousPage }: Page<Row>) {
  return {
    edges: [...edges],
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Names and descriptions of a list's connection and edge. */
export function connectionTypes(name: string, noun: string) {
  return [
    { name: `${name}Connection`, description: `A page of ${noun}s.` },
    { name: `${name}Edge`, description: `A ${noun} and its place in the list.` },
  ] as const;
}
