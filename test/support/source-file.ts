import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A source file of the repository; `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Paths, relative to the root and with forward slashes, of every file under a folder of the repository. */
export function filePathsUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
    .sort();
}

export function readSourceFile(path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

/** What a file imports, as written: static, type-only, dynamic, re-exported, and `new URL('./x.ts', import.meta.url)`. */
export function importsOf(file: SourceFile): string[] {
  const imported = ts.preProcessFile(file.text, true, true).importedFiles.map((entry) => entry.fileName);
  const located = [...file.text.matchAll(/new URL\(\s*['"`](\.[^'"`]*\.ts)['"`]/g)].map(
    (match) => match[1] ?? '',
  );
  return [...imported, ...located];
}

/**
 * The global values that a file uses, as `name` and `name.property` (`setTimeout`, `Date.now`); a call without arguments
 * also as `new Date()` or `DateTime.utc()`. Comments, strings, types and properties of the same name don't count.
 */
export function globalUses(file: SourceFile): Set<string> {
  const uses = new Set<string>();
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const nameOf = (node: ts.Node): string => node.getText(source).replace(/^globalThis\./, '');
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isIdentifier(node) ? !isName(node) : ts.isPropertyAccessExpression(node)) uses.add(nameOf(node));
    if (ts.isCallExpression(node) && node.arguments.length === 0) uses.add(nameOf(node));
    if (ts.isNewExpression(node) && !node.arguments?.length) uses.add(`new ${nameOf(node.expression)}()`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

/** True for an identifier that names a property, a member or a declaration rather than reading a value. */
function isName(node: ts.Node): boolean {
  if (ts.isShorthandPropertyAssignment(node.parent)) return false;
  const { name, propertyName } = node.parent as { name?: ts.Node; propertyName?: ts.Node };
  return name === node || propertyName === node;
}
