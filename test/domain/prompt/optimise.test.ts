import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optimisePrompt } from '../../../src/domain/prompt/optimise.ts';

function optimised(text: string, family = 'other'): string {
  return optimisePrompt(text, family).text;
}

describe('white space that says nothing goes', () => {
  test.each([
    ['blank lines in a row', 'One.\n\n\n\nTwo.', 'One.\n\nTwo.'],
    ['blank lines of spaces', 'One.\n  \n \t\nTwo.', 'One.\n\nTwo.'],
    ['lines around the prompt', '\n\n  \nOne.\n\n', 'One.'],
    ['spaces at the ends of lines', 'One. \nTwo. \n\nThree.   ', 'One.\nTwo.\n\nThree.'],
    ['spaces between words', 'You  are a   cook.  Be kind.', 'You are a cook. Be kind.'],
    ['Windows line ends', 'One.\r\nTwo.\r\n\r\n\r\nThree.', 'One.\nTwo.\n\nThree.'],
    ['spaces in list items', '- One  thing.\n- Two.  Three.', '- One thing.\n- Two. Three.'],
    ['blank lines around a fence', 'One:\n\n\n```\nx\n```\n\n\nTwo.', 'One:\n\n```\nx\n```\n\nTwo.'],
    ['blank lines around a label', 'One.\n\n\nTask:\n\n\nTwo.', 'One.\n\nTask:\n\nTwo.'],
    ['all of it', ' \n \n', ''],
  ])('%s', (_, text, result) => {
    expect(optimised(text)).toBe(result);
  });
});

describe('white space that means something stays', () => {
  const python = 'import os\n\n\ndef f(a,  b):\n    return """\n\n\n  x  """\n\n\nclass A:\n\tpass';
  const yaml = 'name:  "a  b"\ntext: |\n  one\n\n\n  two  \nlist:\n  - a   b\n  - c';

  test.each([
    ['paragraphs', 'One.\n\nTwo.'],
    ['a hard line break', 'Roses are red,  \nviolets are blue.'],
    ['a hard line break of a backslash', 'Roses are red,\\\nviolets are blue.'],
    ['Python', python],
    ['YAML', yaml],
    ['JSON', '{\n  "a":  "x  y",\n\n\n  "b": 1\n}'],
    ['JSON in a line', 'Answer like this: {"a":  "x  y"}'],
    ['a quotation', 'Say "one  two" to them.'],
    ['a quotation of several lines', 'Say "one\ntwo  three\nfour" to them.'],
    ['inline code', 'Call `f(a,  b)` now.'],
    ['a placeholder', 'Dear {{ name   | default:  "you" }},\n\nHello {first  name}.'],
    ['a placeholder of several lines', 'Use {{\n\n\n  a   b\n\n\n}} here.'],
    ['text between triple quotes', 'Shorten this:\n"""\nOne.\n\n\n\nTwo  three. \n"""'],
    ['text in pre', '<pre>\na   b\n\n\n\nc\n</pre>'],
    ['a table', '| a   |  b |\n|-----|----|\n| 1   |  2 |'],
    ['columns without bars', 'Name    Age\nAlice   7\nBob     12'],
    ['an indented list', '- One\n  - Two\n    continues  here\n\n\n  - Three'],
    ['a numbered list with wide markers', '1.  One\n\n    more of one'],
    ['indented code', 'Run this:\n\n    a  =  1\n\n\n    b\n\nThen stop.'],
    ['a quoted message', '> One  two\n>\n>     code'],
    ['a shell session', '$ ls   -l\n\n\n$ cat  a'],
    ['a non-breaking space', 'a\u00a0\u00a0b'],
  ])('%s', (_, text) => {
    expect(optimised(text)).toBe(text);
    expect(optimised(text, 'gpt-4o')).toBe(text);
  });

  test.each(['```', '~~~', '````', '```js title="a"', '  ```', '- ```', '> ```'])(
    'code after the fence %j',
    (fence) => {
      const mark = /[`~]{3,}/.exec(fence)?.[0] ?? '';
      const code = 'a  =  1 \r\n\n\n\n# b  \n``\n  ~~\n';
      const text = `${fence}\n${code}${mark}\n\n\n\nOne  more.`;
      expect(optimised(text, 'gpt-4o')).toBe(`${fence}\n${code}${mark}\n\nOne more.`);
    },
  );

  test('code whose fence is never closed', () => {
    const text = '```\na  \n\n\n\nb  \n';
    expect(optimised(text)).toBe(text);
  });
});

describe('headings', () => {
  const prompt = '# Role\n\nYou are a cook.\n\n## Your task\nCook something.\n\n### Done ###\n\nServe it.';

  test.each(['gpt-4', 'gpt-4o', 'gpt-4.1-mini', 'chatgpt-4o-latest'])(
    'are marked at both ends for %s',
    (family) => {
      expect(optimised(prompt, family)).toBe(
        '# Role #\n\nYou are a cook.\n\n## Your task ##\nCook something.\n\n### Done ###\n\nServe it.',
      );
    },
  );

  test.each(['gpt-3.5-turbo', 'claude-sonnet-4-5', 'o3', 'gpt-5'])('stay as they are for %s', (family) => {
    expect(optimised(prompt, family)).toBe(prompt);
  });

  test.each([
    ['a comment in Python', '# Imports\nimport os\n\n## Numbers\n\nx = 1'],
    ['a comment in YAML', '# Names\nname: a\n\n## Other names\nother: b'],
    ['a comment in a script', '# Install it\nnpm install a'],
    ['a tag', '#cooking is fun'],
    ['a heading in a fence', '```md\n# One\n\nTwo\n```'],
    ['seven hashes', '####### One\n\nTwo'],
  ])('%s is none', (_, text) => {
    expect(optimised(text, 'gpt-4o')).toBe(text);
  });
});

describe('whatever the prompt', () => {
  const words = fc.constantFrom(
    'One',
    'two  three',
    'a',
    '"x  y"',
    '`c  d`',
    '{{ e  f }}',
    '{{',
    '}}',
    '"""',
    '{"a":  1}',
    '|',
    'b:',
    '#',
    'x = 1',
    '.',
    '  ',
    ' ',
    '\t',
    '\u00a0',
    '<pre>',
    '</pre>',
    '-',
    '1.',
    '>',
  );
  const starts = fc.constantFrom(
    '',
    '',
    '',
    '# ',
    '## ',
    '- ',
    '1. ',
    '    ',
    '\t',
    '> ',
    'name: ',
    '| ',
    'import os',
    'def f():',
    '  ',
  );
  const prose = fc
    .tuple(starts, fc.array(words, { maxLength: 4 }), fc.constantFrom('', '', ' ', '  ', '   '))
    .map(([start, parts, end]) => start + parts.join(' ') + end);
  const fences = fc.constantFrom('```', '~~~', '````', '```js', '  ```', '~~~~');
  const lines = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: prose },
      { weight: 2, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fences },
    ),
    { maxLength: 14 },
  );
  const prompts = fc.tuple(lines, fc.constantFrom('\n', '\r\n')).map(([all, end]) => all.join(end));
  const families = fc.constantFrom('gpt-4o', 'claude');

  test('optimising again changes nothing', () => {
    fc.assert(
      fc.property(prompts, families, (prompt, family) => {
        const once = optimised(prompt, family);
        expect(optimised(once, family)).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });

  test('every character but white space stays, except for the marks of headings', () => {
    const visible = (text: string) => text.replace(/[ \t\r\n]/g, '');
    fc.assert(
      fc.property(prompts, (prompt) => {
        expect(visible(optimised(prompt, 'claude'))).toBe(visible(prompt));
        expect(visible(optimised(prompt, 'gpt-4o')).replaceAll('#', '')).toBe(
          visible(prompt).replaceAll('#', ''),
        );
      }),
      { numRuns: 3000 },
    );
  });

  test('it never gets longer but by the marks of headings', () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        expect(optimised(prompt, 'claude').length).toBeLessThanOrEqual(prompt.length);
      }),
    );
  });

  test('code between fences stays byte for byte', () => {
    const code = fc.array(prose, { maxLength: 6 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(code, fc.constantFrom('```', '~~~'), families, (inside, fence, family) => {
        const block = `${fence}py\n${inside}\n${fence}`;
        expect(optimised(`One.\n\n\n${block}\n\n\nTwo.`, family)).toBe(`One.\n\n${block}\n\nTwo.`);
      }),
      { numRuns: 2000 },
    );
  });

  test('paragraphs stay paragraphs', () => {
    const paragraph = fc.stringMatching(/^[A-Z][a-z]{1,8}(?: {1,3}[a-z]{1,8}){1,6}\.$/);
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1 }), fc.integer({ min: 2, max: 6 }), (all, gap) => {
        expect(optimised(all.join('\n'.repeat(gap))).split('\n\n')).toEqual(
          all.map((one) => one.replace(/ +/g, ' ')),
        );
      }),
    );
  });
});
