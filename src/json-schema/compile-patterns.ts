import { childrenOf } from '../domain/output/schema-keywords.ts';
import type { SchemaNode } from '../domain/output/schema-keywords.ts';
import { compileLinearPattern, PatternError } from './linear-pattern.ts';
import type { LinearPattern } from './linear-pattern.ts';
import { SchemaError } from './schema-error.ts';

/** Every pattern of a schema, compiled. Throws SchemaError with the place of one that can't be. */
export function compilePatterns(root: SchemaNode): Map<string, LinearPattern> {
  const patterns = new Map<string, LinearPattern>();

  function add(pattern: string, path: readonly string[]): void {
    if (patterns.has(pattern)) return;
    try {
      patterns.set(pattern, compileLinearPattern(pattern));
    } catch (error) {
      if (error instanceof PatternError) throw new SchemaError(path, error.message);
      throw error;
    }
  }

  function visit(node: SchemaNode, path: readonly string[]): void {
    if (typeof node === 'boolean') return;
    if (typeof node['pattern'] === 'string') add(node['pattern'], [...path, 'pattern']);
    for (const [keyword, below, child] of childrenOf(node)) {
      const name = below.at(-1) ?? '';
      if (keyword === 'patternProperties') add(name, [...path, ...below]);
      visit(child, [...path, ...below]);
    }
  }

  visit(root, []);
  return patterns;
}
