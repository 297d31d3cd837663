import { writeThoughts } from '../answer.ts';
import { NoInstance, numberOf } from './instance-context.ts';
import type { InstanceContext } from './instance-context.ts';
import { patternText } from './pattern-text.ts';

const LENGTH_MAX = 100_000;
const TOKENS = 3;

export function stringInstance(
  schema: Readonly<Record<string, unknown>>,
  { random }: InstanceContext,
): string {
  const least = numberOf(schema['minLength']) ?? 0;
  const most = numberOf(schema['maxLength']) ?? Number.POSITIVE_INFINITY;
  if (least > most || least > LENGTH_MAX) throw new NoInstance();
  const { pattern, format } = schema;
  const text =
    typeof pattern === 'string'
      ? matching(pattern, Math.min(most, Math.max(1, least)), schema, random)
      : ((typeof format === 'string' ? formatted(format, random) : null) ?? wordsOf(least, most, random));
  const { length } = [...text];
  if (length < least || length > most) throw new NoInstance();
  return text;
}

/** A text of the pattern, or one that the schema itself gives as an example where the pattern is beyond us. */
function matching(
  pattern: string,
  least: number,
  schema: Readonly<Record<string, unknown>>,
  random: () => number,
): string {
  const made = patternText(pattern, least, random);
  if (made !== null) return made;
  const examples: unknown[] = [
    ...(Array.isArray(schema['examples']) ? (schema['examples'] as unknown[]) : []),
    schema['default'],
  ];
  const example = examples.find((value) => typeof value === 'string');
  if (example === undefined) throw new NoInstance();
  return example;
}

function wordsOf(least: number, most: number, random: () => number): string {
  let text = '';
  do {
    const words = writeThoughts(Math.floor(random() * 2 ** 32), TOKENS)
      .join('')
      .trim();
    text += text === '' ? words : ` ${words}`;
  } while (text.length < least);
  // in ASCII a unit is a character; a text may not begin or end with a space where it is cut
  return text.length <= most ? text : text.slice(0, most).replaceAll(/^ | $/g, 's');
}

function formatted(format: string, random: () => number): string | null {
  const digit = (count: number) => Math.floor(random() * count);
  const hex = (count: number) => Array.from({ length: count }, () => digit(16).toString(16)).join('');
  const two = (value: number) => String(value).padStart(2, '0');
  const date = () => `2026-${two(1 + digit(12))}-${two(1 + digit(28))}`;
  const time = () => `${two(digit(24))}:${two(digit(60))}:${two(digit(60))}Z`;
  switch (format) {
    case 'date-time':
      return `${date()}T${time()}`;
    case 'date':
      return date();
    case 'time':
      return time();
    case 'duration':
      return `P${1 + digit(30)}D`;
    case 'email':
    case 'idn-email':
      return `reader${digit(1000)}@example.com`;
    case 'hostname':
    case 'idn-hostname':
      return `host${digit(1000)}.example.com`;
    case 'ipv4':
      return `192.0.2.${digit(256)}`;
    case 'ipv6':
      return `2001:db8::${1 + digit(9999)}`;
    case 'uri':
    case 'url':
    case 'iri':
    case 'uri-reference':
    case 'iri-reference':
    case 'uri-template':
      return `https://example.com/${digit(1000)}`;
    case 'uuid':
      return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    case 'json-pointer':
      return `/path/${digit(100)}`;
    case 'relative-json-pointer':
      return `${digit(10)}/path`;
    case 'regex':
      return '^[a-z]+$';
    case 'byte':
      return 'c2FuZGJveA==';
    default:
      return null;
  }
}
