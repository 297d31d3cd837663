import { GraphQLError, valueFromASTUntyped } from 'graphql';
import { DateTime } from 'luxon';
import { formatUsd } from '../lib/money.ts';
import type { Builder } from './builder.ts';

/** With a date, a time and an offset: what RFC 3339 calls a date-time. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

export function defineScalars(builder: Builder): void {
  builder.scalarType('Decimal', {
    description:
      'An exact amount of US dollars as a decimal string with at most 9 decimals, such as "0.0125". Never a binary float.',
    serialize: (value) => (typeof value === 'bigint' ? formatUsd(value) : value),
    parseValue: (value) => {
      if (typeof value === 'string') return value;
      throw badInput('Decimal must be a string such as "12.50": a number would lose digits');
    },
  });

  builder.scalarType('DateTime', {
    description:
      'An instant as RFC 3339 writes it, such as "2026-03-29T01:30:00Z". Answers are always in UTC.',
    serialize: (value) => new Date(value).toISOString(),
    parseValue: (value) => {
      const date = typeof value === 'string' && RFC_3339.test(value) ? DateTime.fromISO(value) : null;
      if (date?.isValid === true) return date.toJSDate();
      throw badInput('DateTime must be an RFC 3339 date-time with an offset, such as "2026-03-29T01:30:00Z"');
    },
  });

  builder.scalarType('JSON', {
    description: 'Any JSON value, such as an object.',
    serialize: (value) => value,
    parseValue: (value) => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  });

  builder.scalarType('Vector', {
    description:
      'A list of floating-point numbers, as JSON. A scalar, because a list of millions of fields would be slow.',
    serialize: (value) => value,
    parseValue: () => {
      throw badInput('Vector is for answers only');
    },
  });
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
