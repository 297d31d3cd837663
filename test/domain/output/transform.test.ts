import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transform } from '../../../src/domain/output/transform.ts';
import type { Transformer } from '../../../src/domain/output/transform.ts';

function valueOf(text: string, transformer: Transformer): unknown {
  const result = transform(text, transformer);
  return result.kind === 'transformed' ? result.value.value : `failed: ${result.reason}`;
}

describe('text and JSON', () => {
  test('text is trimmed, and none is a failure', () => {
    expect(valueOf('  a\nb ', { to: 'text' })).toBe('a\nb');
    expect(valueOf(' \n', { to: 'text' })).toContain('empty');
    expect(valueOf('a'.repeat(1_000_001), { to: 'text' })).toContain('longer than 1000000');
  });

  test('JSON is found as in a structured answer', () => {
    expect(valueOf('```json\n{"a":1}\n```', { to: 'json' })).toEqual({ a: 1 });
    expect(valueOf('{"a":', { to: 'json' })).toContain('failed');
  });
});

describe('a list', () => {
  test.each([
    ['hyphens', 'Here are some:\n\n- apples\n- pears\n\nEnjoy!', ['apples', 'pears']],
    ['stars and dots', '* apples\n• pears', ['apples', 'pears']],
    ['numbers', '1. apples\n2) pears\n(3) plums', ['apples', 'pears', 'plums']],
    [
      'items of several lines',
      '1. apples\n   are red\n\n2. pears\n   - green\n   - yellow',
      ['apples\nare red', 'pears\n- green\n- yellow'],
    ],
    ['a JSON list', '["apples", 2, {"a":1}]', ['apples', '2', '{"a":1}']],
    ['a JSON list in a fence', '```json\n["apples"]\n```', ['apples']],
    ['an empty JSON list', '[]', []],
    ['commas', 'apples, pears, and plums.', ['apples', 'pears', 'plums']],
    ['semicolons', 'apples, red; pears, green', ['apples, red', 'pears, green']],
    ['lines', 'apples\npears', ['apples', 'pears']],
    ['bullets with footnotes', '- apples [1]\n- pears [2]', ['apples [1]', 'pears [2]']],
  ])('of %s', (_, text, items) => {
    expect(valueOf(text, { to: 'list' })).toEqual(items);
  });

  test('a sentence is none', () => {
    expect(valueOf('There are none', { to: 'list' })).toContain('failed: the answer is no list');
  });

  test('written as bullets, comes back', () => {
    const items = fc.array(fc.stringMatching(/^[a-z][a-z ,.]{0,20}[a-z]$/), { minLength: 1 });
    fc.assert(
      fc.property(items, fc.constantFrom('-', '*', '•', '1.', '2)'), (list, bullet) => {
        expect(valueOf(list.map((item) => `${bullet} ${item}`).join('\n'), { to: 'list' })).toEqual(list);
      }),
    );
  });
});

describe('a number', () => {
  test.each([
    ['42', '42', null],
    ['The answer is 42.', '42', null],
    ['-3.50', '-3.5', null],
    ['−7 °C', '-7', '°C'],
    ['1,234,567.89', '1234567.89', null],
    ['1.234.567,89 €', '1234567.89', '€'],
    ['1 234 567', '1234567', null],
    ["1'234.5", '1234.5', null],
    ['12,34,567', '1234567', null],
    ['1,234', '1234', null],
    ['1,5', '1.5', null],
    ['0,125', '0.125', null],
    ['.5', '0.5', null],
    ['$1,299.00', '1299', '$'],
    ['-$5', '-5', '$'],
    ['€ 20', '20', '€'],
    ['12.5%', '12.5', '%'],
    ['about 80 kg in all', '80', 'kg'],
    ['100 km/h', '100', 'km/h'],
    ['6.02e23', '602000000000000000000000', null],
    ['1.5e-3', '0.0015', null],
    ['2.5 million', '2500000', null],
    ['10k', '10000', null],
    ['$1.2bn', '1200000000', '$'],
    ['**42** (that is, 42)', '42', null],
    ['0.1000', '0.1', null],
    ['-0', '0', null],
    ['GPT-4 says 7', '7', null],
    ['12345678901234567890', '12345678901234567890', null],
  ])('%s', (text, decimal, unit) => {
    expect(valueOf(text, { to: 'number' })).toEqual({ decimal, number: Number(decimal), unit });
  });

  test.each([
    ['no number', 'forty-two', 'no number'],
    ['two', 'between 3 and 5', 'more than one number'],
    ['a range', '3-5', 'no number'],
    ['a date', '2024-05-01', 'no number'],
    ['a version', '1.2.3', 'more than one'],
    ['a time', '10:30', 'no number'],
    ['a name', 'GPT-4', 'no number'],
    ['groups that are none', '1,23,4', 'more than one'],
  ])('is not %s', (_, text, reason) => {
    expect(valueOf(text, { to: 'number' })).toContain(reason);
  });

  test('written as English writes it, comes back', () => {
    const amounts = fc.tuple(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.stringMatching(/^(?:\.\d{0,5}[1-9])?$/),
    );
    fc.assert(
      fc.property(amounts, ([whole, fraction]) => {
        fc.pre(!(whole === 0n && fraction === ''));
        const text = `It is ${whole.toLocaleString('en-US')}${fraction} dollars.`;
        expect(valueOf(text, { to: 'number' })).toMatchObject({ decimal: `${whole}${fraction}` });
      }),
    );
  });
});

describe('a boolean', () => {
  test.each([
    ['Yes', true],
    ['yes, because it is', true],
    ['**True**', true],
    ['"No."', false],
    ['No: it is not.', false],
    ['false', false],
    ['The answer is: no', false],
    ['Correct!', true],
  ])('%s', (text, value) => {
    expect(valueOf(text, { to: 'boolean' })).toBe(value);
  });

  test.each([
    'Maybe',
    'It is true',
    'No idea',
    'Yes and no',
    'No problem, yes',
    'Nothing',
    'true or false?',
    'Yesterday',
    'not sure',
  ])('%s is none', (text) => {
    expect(valueOf(text, { to: 'boolean' })).toContain('failed');
  });
});

describe('one of some values', () => {
  const to: Transformer = { to: 'enum', values: ['approved', 'not approved', 'Pending', 'C++'] };

  test.each([
    ['approved', 'approved'],
    ['"Approved."', 'approved'],
    ['PENDING', 'Pending'],
    ['The request is **not approved** now.', 'not approved'],
    ['It is pending.', 'Pending'],
    ['I would use C++ here', 'C++'],
  ])('%s', (text, value) => {
    expect(valueOf(text, to)).toBe(value);
  });

  test.each([
    ['two of them', 'approved or pending', 'names 2 of the values'],
    ['none', 'declined', 'names none of the values'],
    ['a part of a word', 'disapproved', 'names none of the values'],
    ['what it is not', 'It is not yet pending', 'says what it is not'],
  ])('%s', (_, text, reason) => {
    expect(valueOf(text, to)).toContain(reason);
  });

  test('case decides where only case differs', () => {
    expect(valueOf('Us', { to: 'enum', values: ['us', 'Us'] })).toBe('Us');
    expect(valueOf('US', { to: 'enum', values: ['us', 'Us'] })).toContain('failed');
  });
});

describe('a code block', () => {
  test('comes byte for byte', () => {
    const code = '\tdef f(x):\r\n\t\treturn "`" + x  \r\n';
    expect(valueOf(`Here:\n\`\`\`Python title="f"\n${code}\n\`\`\`\n`, { to: 'code' })).toEqual({
      code,
      language: 'python',
    });
  });

  test.each([
    ['by language', '```py\na\n```\n```js\nb\n```', 'javascript', { code: 'b', language: 'js' }],
    ['without language when none names it', '```\na\n```', 'sql', { code: 'a', language: null }],
    ['with fences inside', '````md\n```\na\n```\n````', undefined, { code: '```\na\n```', language: 'md' }],
    ['empty', '```\n```', undefined, { code: '', language: null }],
  ])('%s', (_, text, language, block) => {
    expect(valueOf(text, language === undefined ? { to: 'code' } : { to: 'code', language })).toEqual(block);
  });

  test.each([
    ['no fence', 'a = 1', undefined, 'no code block'],
    ['two', '```\na\n```\n```\nb\n```', undefined, 'has 2 code blocks'],
    ['another language', '```py\na\n```', 'sql', 'no code block of the language sql'],
    ['cut off', '```py\na', undefined, 'has no end'],
  ])('%s', (_, text, language, reason) => {
    expect(valueOf(text, language === undefined ? { to: 'code' } : { to: 'code', language })).toContain(
      reason,
    );
  });
});

describe('a table', () => {
  const table = {
    columns: ['name', 'age'],
    rows: [
      ['Al', '7'],
      ['Bo', ''],
    ],
  };

  test.each([
    ['Markdown', 'Here:\n\n| name | age |\n|:---|---:|\n| Al | 7 |\n| Bo | |\n\nDone.'],
    ['Markdown without outer bars', 'name | age\n--- | ---\nAl | 7\nBo |'],
    ['Markdown with a short row', '| name | age |\n|---|---|\n| Al | 7 |\n| Bo |'],
    ['comma-separated', 'name,age\nAl,7\nBo,\n'],
    ['in a fence', '```csv\nname,age\r\n"Al", 7\r\n"Bo",""\r\n```'],
    ['semicolons', 'name;age\nAl;7\nBo;'],
    ['tabs', 'name\tage\nAl\t7\nBo\t'],
  ])('%s', (_, text) => {
    expect(valueOf(text, { to: 'table' })).toEqual(table);
  });

  test('cells can hold bars, quotes, separators and lines', () => {
    expect(valueOf('| a | b |\n|---|---|\n| x\\|y | z |', { to: 'table' })).toEqual({
      columns: ['a', 'b'],
      rows: [['x|y', 'z']],
    });
    expect(valueOf('a,b\n"x, ""y""\nz",1', { to: 'table' })).toEqual({
      columns: ['a', 'b'],
      rows: [['x, "y"\nz', '1']],
    });
  });

  test.each([
    ['prose', 'Well, there is none.\nSorry.', 'no Markdown table'],
    ['two tables', '| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |', 'more than one table'],
    ['a row that is too long', '| a | b |\n|---|---|\n| 1 | 2 | 3 |', 'row 1 has 3 cells'],
    ['rows of different lengths', 'a,b\n1,2,3', 'no Markdown table'],
    ['a quote that is not closed', 'a,b\n"1,2', 'no Markdown table'],
  ])('%s', (_, text, reason) => {
    expect(valueOf(text, { to: 'table' })).toContain(reason);
  });

  test('written as comma-separated values, comes back', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', ' ', 'é'), maxLength: 6 });
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (cells) => {
        const text = [
          'x,y',
          ...cells.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')),
        ].join('\n');
        expect(valueOf(text, { to: 'table' })).toEqual({ columns: ['x', 'y'], rows: cells });
      }),
    );
  });
});

test('no text breaks a transformer', () => {
  const texts = fc.string({
    unit: fc.constantFrom(
      'a',
      '1',
      ',',
      '.',
      '-',
      '|',
      '`',
      '"',
      '\n',
      ' ',
      '[',
      '{',
      '}',
      ']',
      '$',
      'é',
      '😀',
    ),
    maxLength: 60,
  });
  const transformers: Transformer[] = [
    { to: 'json' },
    { to: 'list' },
    { to: 'number' },
    { to: 'boolean' },
    { to: 'enum', values: ['a', 'a1'] },
    { to: 'code' },
    { to: 'table' },
  ];
  fc.assert(
    fc.property(texts, fc.constantFrom(...transformers), (text, transformer) => {
      expect(transform(text, transformer).kind).toMatch(/^(transformed|failed)$/);
    }),
    { numRuns: 2000 },
  );
});
