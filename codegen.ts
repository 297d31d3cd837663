import type { CodegenConfig } from '@graphql-codegen/cli';

const generated = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    // Money and times stay strings, as on the wire: a client that makes numbers of them loses digits.
    scalars: { Decimal: 'string', DateTime: 'string', JSON: 'unknown', Vector: 'readonly number[]' },
    strictScalars: true,
    enumType: 'string-literal',
    immutableTypes: true,
    arrayInputCoercion: false,
    useTypeImports: true,
    importExtension: '.ts',
  },
} as const;

// Typed documents for the two clients in this repository: the demo and the tests.
const config: CodegenConfig = {
  schema: './schema.graphql',
  ignoreNoDocuments: true,
  generates: {
    './demo/gql/': { ...generated, documents: ['demo/**/*.ts', '!demo/gql/**'] },
    './test/support/gql/': { ...generated, documents: ['test/**/*.ts', '!test/support/gql/**'] },
  },
};

export default config;
