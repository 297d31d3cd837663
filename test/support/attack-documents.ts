/** In every attack where it can be: what an answer must not repeat. */
export const CANARY = 'canary-5f1d93ab c0ffee';
/** The same as a name that is too long to be shown. */
const LONG_NAME = `canary_5f1d93ab_${'c'.repeat(200)}`;

/** What a client sends as the body of a request, or as the payload of a WebSocket message. */
export interface AttackDocument {
  name: string;
  query: string;
  variables?: unknown;
  operationName?: unknown;
  extensions?: unknown;
}

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (levels: number, open: string, core: string, close = '}'): string =>
  open.repeat(levels) + core + close.repeat(levels);
const nestedValue = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((value) => ({ a: [value] }), CANARY);

const CALL_INPUT = 'mutation ($input: CompleteInput!) { complete(input: $input) { __typename } }';
const text = (value: string): string => JSON.stringify(value);

/** Documents that must be refused, over every transport. */
export const ATTACK_DOCUMENTS: readonly AttackDocument[] = [
  // depth
  { name: 'fields 1,000 levels deep', query: nested(1_000, '{ a ', '') },
  { name: 'fields 5,000 levels deep', query: nested(5_000, '{a', '') },
  {
    name: 'a real field 21 levels deep',
    query: `{ __schema { types ${nested(20, '{ ofType ', '{ name }')} } }`,
  },
  { name: '100,000 opening braces', query: '{'.repeat(100_000) },
  { name: 'a type in 4,000 brackets', query: `query ($a: ${nested(4_000, '[', 'Int', ']')}) { a }` },
  {
    name: 'fragments as a chain of 60 levels',
    query: `{ __schema { types { ...F0 } } } ${many(60, (n) => `fragment F${n} on __Type { ofType { ...F${n + 1} } }`)} fragment F60 on __Type { name }`,
  },
  // width
  { name: '10,000 aliases', query: `{ ${many(10_000, (n) => `a${n}: __typename`)} }` },
  { name: '1,000 aliases', query: `{ ${many(1_000, (n) => `a${n}: __typename`)} }` },
  {
    name: '100 mutations at once',
    query: `mutation { ${many(100, (n) => `a${n}: cancelCall(operationId: "x") { __typename }`)} }`,
  },
  {
    name: '60 introspections at once',
    query: `{ ${many(60, (n) => `a${n}: __schema { types { name } }`)} }`,
  },
  { name: '9,000 times one field', query: `{ ${many(9_000, () => '__typename')} }` },
  {
    name: '4,000 times one field in a fragment that nobody uses',
    query: `{ __typename } fragment F on Query { ${many(4_000, () => '__typename')} }`,
  },
  { name: '2,000 inline fragments', query: `{ ${many(2_000, () => '... on Query { __typename }')} }` },
  {
    name: 'pairs of fields in pairs of fields',
    query: nested(11, '{ a: __schema ', '{ b }').replaceAll(
      '{ a: __schema ',
      '{ a: __schema { b } a: __schema ',
    ),
  },
  {
    name: '2,000 root fields by a fragment',
    query: `{ ...F } fragment F on Query { ${many(180, (n) => `a${n}: __typename`)} }`,
  },
  // fragments
  {
    name: '10,000 fragments',
    query: `{ ...F0 } ${many(10_000, (n) => `fragment F${n} on Query { __typename }`)}`,
  },
  { name: '250 fragments', query: `{ ...F0 } ${many(250, (n) => `fragment F${n} on Query { __typename }`)}` },
  {
    name: '3,000 uses of a fragment',
    query: `{ ${many(3_000, () => '...F')} } fragment F on Query { __typename }`,
  },
  { name: 'a fragment in itself', query: '{ ...F } fragment F on Query { ...F }' },
  {
    name: 'two fragments in each other',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  },
  {
    name: 'a circle of 90 fragments',
    query: `{ ...F0 } ${many(90, (n) => `fragment F${n} on Query { ...F${(n + 1) % 90} }`)}`,
  },
  {
    name: 'a billion laughs',
    query: `{ __schema { types { ...F0 } } } ${many(16, (n) => `fragment F${n} on __Type { a: ofType { ...F${n + 1} } b: ofType { ...F${n + 1} } }`)} fragment F16 on __Type { name }`,
  },
  {
    name: '90 fragments with the same fields, all used at once',
    query: `{ ${many(90, (n) => `...F${n}`)} } ${many(90, (n) => `fragment F${n} on Query { a: __typename b: __typename }`)}`,
  },
  // directives
  {
    name: '5,000 directives on one field',
    query: `{ __typename ${many(5_000, () => '@include(if: true)')} }`,
  },
  { name: '1,000 unknown directives', query: `{ ${many(1_000, (n) => `__typename @d${n}`)} }` },
  {
    name: '150 directives on an operation',
    query: `query ${many(150, () => '@skip(if: false)')} { __typename }`,
  },
  {
    name: '150 directives on variables',
    query: `query (${many(150, (n) => `$a${n}: Int @d`)}) { __typename }`,
  },
  { name: '@defer where it is not known', query: '{ ... @defer { __typename } }' },
  // cost
  {
    name: 'pages in every alias',
    query: `{ ${many(20, (n) => `a${n}: calls(first: 100) { edges { node { attempts { inputTokens: number outputTokens: number a: number b: number c: number } } } }`)} }`,
  },
  {
    name: 'pages by a variable',
    query: `query ($n: Int = 100) { ${many(20, (n) => `a${n}: calls(first: $n) { edges { node { attempts { a: number b: number c: number d: number e: number f: number } } } }`)} }`,
    variables: { n: 100 },
  },
  {
    name: 'every model thirty times',
    query: `{ ${many(30, (n) => `a${n}: models { name id provider family }`)} }`,
  },
  // introspection
  {
    name: 'an introspection loop',
    query: `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
  },
  {
    name: 'an introspection loop by fragments',
    query: `{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { ...C } } } fragment C on __Type { fields { type { name } } }`,
  },
  {
    name: 'an introspection loop of interfaces',
    query: '{ __schema { types { interfaces { interfaces { interfaces { possibleTypes { name } } } } } } }',
  },
  // values
  { name: 'a list literal 1,000 levels deep', query: `{ a(b: ${nested(1_000, '[', '1', ']')}) }` },
  { name: 'an object literal 1,000 levels deep', query: `{ a(b: ${nested(1_000, '{c:', text(CANARY))}) }` },
  {
    name: 'an object literal 70 levels deep',
    query: `mutation { complete(input: ${nested(70, '{c:', text(CANARY))}) { __typename } }`,
  },
  {
    name: 'a default value 1,000 levels deep',
    query: `query ($a: [Int] = ${nested(1_000, '[', '1', ']')}) { a }`,
  },
  { name: 'a list literal of 20,000 values', query: `{ a(b: [${many(20_000, () => '1')}]) }` },
  { name: 'a text of 300,000 characters', query: `{ a(b: "${CANARY.repeat(14_000)}") }` },
  { name: 'a block text of 300,000 characters', query: `{ a(b: """${`${CANARY}\n`.repeat(14_000)}""") }` },
  { name: 'a text where a number belongs', query: `{ calls(first: ${text(CANARY)}) { edges { cursor } } }` },
  {
    name: 'a text where an enum belongs',
    query: `{ usage(input: { groupBy: [${text(CANARY)}] }) { groups { model } } }`,
  },
  {
    name: 'an integer of 25 digits',
    query: '{ calls(first: 9999999999999999999999999) { edges { cursor } } }',
  },
  {
    name: 'an integer of 200,000 digits',
    query: `{ calls(first: ${'9'.repeat(200_000)}) { edges { cursor } } }`,
  },
  { name: 'a float with an exponent of 5 digits', query: '{ calls(first: 1e99999) { edges { cursor } } }' },
  { name: '3,000 variables', query: `query (${many(2_400, (n) => `$a${n}: Int`)}) { __typename }` },
  // variables
  { name: 'variables 1,000 levels deep', query: CALL_INPUT, variables: { input: nestedValue(500) } },
  { name: 'variables 60 levels deep', query: CALL_INPUT, variables: { input: nestedValue(25) } },
  {
    name: 'variables of 200,000 values',
    query: CALL_INPUT,
    variables: { input: Array.from({ length: 200_000 }, () => 1) },
  },
  {
    name: 'a variable of 5 MB where an object belongs',
    query: CALL_INPUT,
    variables: { input: CANARY.repeat(230_000) },
  },
  {
    name: 'a text of 5 MB where a number belongs',
    query: 'query ($n: Int) { calls(first: $n) { edges { cursor } } }',
    variables: { n: CANARY.repeat(230_000) },
  },
  {
    name: 'a number that is not finite',
    query: 'query ($n: Int) { calls(first: $n) { edges { cursor } } }',
    variables: { n: '1e999' },
  },
  {
    name: 'the prototype of an input',
    query: CALL_INPUT,
    variables: JSON.parse('{"input":{"prompt":"x","__proto__":{"role":"admin"}}}') as unknown,
  },
  {
    name: 'the constructor of an input',
    query: CALL_INPUT,
    variables: { input: { prompt: 'x', constructor: { prototype: CANARY } } },
  },
  { name: 'variables that are a list', query: '{ __typename }', variables: [CANARY] },
  { name: 'variables that are a text', query: '{ __typename }', variables: CANARY },
  { name: 'extensions that are a text', query: '{ __typename }', extensions: CANARY },
  // texts
  { name: 'an empty document', query: '' },
  { name: 'null bytes', query: `{ __typename \u0000 "${CANARY}" }` },
  { name: 'a text that does not end', query: `{ a(b: "${CANARY}` },
  { name: 'emojis for names', query: '{ 🦆🦆🦆 }' },
  { name: 'half a surrogate pair', query: '{ \ud83e }' },
  { name: 'letters that look like others', query: '{ __typеname аdmin }' },
  { name: 'text from right to left', query: '{ \u202e\u2066__typename\u2069 }' },
  { name: 'an escape outside of Unicode', query: `{ a(b: "\\u{110000}${CANARY}") }` },
  { name: '300,000 commas', query: `{ __typename ${','.repeat(300_000)} }` },
  { name: 'comments of 300,000 characters', query: `{ __typename\n${`# ${CANARY}\n`.repeat(12_000)} }` },
  { name: '2,000 carriage returns, then nonsense', query: `${'\r'.repeat(2_000)}${text(CANARY)}` },
  { name: 'a name of 200,000 characters', query: `{ ${LONG_NAME.repeat(900)} }` },
  { name: 'an operation with a name of 216 characters', query: `query ${LONG_NAME} { __typename }` },
  { name: 'a shell command', query: `; cat /etc/passwd; ${text(CANARY)}` },
  { name: 'SQL', query: `' OR 1=1; DROP TABLE calls; -- ${text(CANARY)}` },
  // operations
  { name: '1,500 operations', query: many(1_500, (n) => `query A${n} { __typename }`) },
  { name: '1,000 operations of one name', query: many(1_000, () => 'query A { __typename }') },
  {
    name: 'an operation that is not there',
    query: 'query A { __typename } query B { __typename }',
    operationName: CANARY,
  },
  {
    name: 'the name of an operation as an object',
    query: 'query A { __typename } query B { __typename }',
    operationName: { CANARY },
  },
  { name: 'a definition of a type', query: 'type Query { a: Int } extend schema { query: Query }' },
  { name: 'a fragment alone', query: 'fragment F on Query { __typename }' },
  {
    name: 'a subscription to two things',
    query: 'subscription { a: modelCallEvents { __typename } b: modelCallEvents { __typename } }',
  },
  { name: 'a field that does not exist, with a long name', query: `{ ${'c'.repeat(150)} }` },
];
