import type { SchemaProblem, SchemaVerdict } from './schema-validator.ts';

/** What is wrong, one sentence each, as a model can act on it; empty for a valid value. */
export function problemsOf(verdict: SchemaVerdict, whole = 'the value'): string[] {
  switch (verdict.kind) {
    case 'valid':
      return [];
    case 'undecided':
      return [verdict.reason];
    case 'invalid':
      return verdict.problems.map((problem) => describe(problem, whole));
  }
}

function describe({ path, message }: SchemaProblem, whole: string): string {
  return `${path === '' ? whole : path} ${message}`;
}
