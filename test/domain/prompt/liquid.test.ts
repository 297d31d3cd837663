import { describe, expect, test } from 'vitest';
import { parseLiquid, partialNamesOf, variablesOfLiquid } from '../../../src/domain/prompt/liquid.ts';
import { LiquidFormatError, LiquidUndefinedError } from '../../../src/domain/prompt/liquid-errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';

async function render(
  text: string,
  values: object = {},
  partials: Record<string, string> = {},
): Promise<string> {
  const sources = { texts: [text], partials: new Map(Object.entries(partials)) };
  return (await parseLiquid(sources, systemClock).render(new Map(Object.entries(values))))[0] ?? '';
}

const variablesIn = (text: string, partials: Record<string, string> = {}) =>
  variablesOfLiquid({ texts: [text], partials: new Map(Object.entries(partials)) });

describe('the liquid format', () => {
  test('has conditions, loops, filters and partials', async () => {
    const text = `{% if tone %}Be {{ tone | downcase }}. {% endif %}{% for one in items %}{{ forloop.index }}. {{ one.name }}{% unless forloop.last %}, {% endunless %}{% endfor %} {% render 'bye@3', who: name %}`;
    const values = { tone: 'KIND', items: [{ name: 'a' }, { name: 'b' }], name: 'Ada' };
    const partials = { 'bye@3': 'Bye, {{ who }}!' };
    expect(await render(text, values, partials)).toBe('Be kind. 1. a, 2. b Bye, Ada!');
    expect(await render(text, { ...values, tone: null, items: [] }, partials)).toBe(' Bye, Ada!');
    expect(variablesIn(text, partials)).toEqual(['items', 'name', 'tone']);
    expect(partialNamesOf(text)).toEqual(['bye@3']);
  });

  test('never fills a value again, and writes objects and lists as JSON', async () => {
    const values = {
      a: '{{ b }}{% if b %}x{% endif %}$&',
      b: 'B',
      o: { x: [1, null] },
      l: ['a', { b: true }],
      n: 1.5,
    };
    expect(await render('{{ a }}|{{ o }}|{{ l }}|{{ n }}|{{ o | json }}', values)).toBe(
      '{{ b }}{% if b %}x{% endif %}$&|{"x":[1,null]}|["a",{"b":true}]|1.5|{"x":[1,null]}',
    );
  });

  test('knows only own properties: names of prototypes are names like any other', async () => {
    await expect(render('{{ constructor }}')).rejects.toThrow(LiquidUndefinedError);
    await expect(render('{{ a.constructor }}', { a: {} })).rejects.toThrow(LiquidUndefinedError);
    await expect(render('{{ a.__proto__.x }}', { a: {} })).rejects.toThrow(LiquidUndefinedError);
    const own = JSON.parse('{"__proto__": "p", "constructor": "c"}') as object;
    expect(await render('{{ __proto__ }}{{ constructor }}', own)).toBe('pc');
  });

  test('names the whole path of a value that is missing', async () => {
    await expect(render('{{ user.address.city }}', { user: { address: {} } })).rejects.toMatchObject({
      path: 'user.address.city',
    });
  });

  test.each([
    ['{% include "x" %}', /include/],
    ['{% layout "x" %}', /layout/],
    ['{% tablerow a in b %}{% endtablerow %}', /tablerow/],
    ['{{ "now" | date: "%s" }}', /undefined filter: date/],
    ['{{ a | sample }}', /undefined filter: sample/],
    ['{{ a | strip_html }}', /undefined filter/],
    ['{{ a | where_exp: "x", "x.b" }}', /undefined filter/],
    ['{% render name %}', /without its name in quotes/],
    ['{% render "a{{ b }}" %}', /without its name in quotes/],
    ['{% if a %}', /not closed/],
    ['{{ a', /not closed/],
  ])('refuses %s', (text, message) => {
    expect(() => variablesIn(text)).toThrow(message);
    expect(() => variablesIn(text)).toThrow(LiquidFormatError);
  });

  test('refuses a text that nests too deeply or has too many tags', () => {
    expect(() => variablesIn('{% if a %}'.repeat(4_900))).toThrow(/nested too deeply|call stack/);
    expect(() => variablesIn('{{ a }}'.repeat(5_001))).toThrow(/more than 5000 tags/);
  });

  const doubling = (tag: string) => `{% assign a = "xxxxxxxxxx" %}${tag.repeat(60)}`;
  test.each([
    ['a loop over a million', '{% for i in (1..1000000) %}x{% endfor %}'],
    ['loops in loops', '{% for i in (1..2000) %}{% for j in (1..2000) %}{{ i }}{% endfor %}{% endfor %}'],
    ['a text that doubles by capture', doubling('{% capture a %}{{ a }}{{ a }}{% endcapture %}')],
    ['a text that doubles by append', doubling('{% assign a = a | append: a %}')],
    [
      'a loop over many conditions',
      `{% for i in (1..9000) %}{% if b == 1 %}${'{% elsif b == 2 %}'.repeat(4_000)}{% endif %}{% endfor %}`,
    ],
    ['a large list sorted', '{{ list | sort_natural | size }}'],
  ])('refuses what takes too much work: %s', async (_, text) => {
    const values = {
      b: 9,
      list: Array.from({ length: 100_000 }, (__, index) => String((index * 7919) % 100_003)),
    };
    await expect(render(text, values)).rejects.toThrow(/takes too (much work|long) to render/);
  });

  test('lets others run while it renders', async () => {
    const text = '{% for i in (1..20000) %}{% if big contains "zz" %}1{% endif %}{% endfor %}';
    let others = 0;
    const count = (): void => {
      others += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await render(text, { big: 'y'.repeat(200_000) });
    clearImmediate(timer);
    expect(others).toBeGreaterThan(1);
  });
});
