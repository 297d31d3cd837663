import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './support/source-file.ts';

interface LockedPackage {
  version: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  link?: boolean;
}

/**
 * Packages that bring an install script and do without it: esbuild only looks whether its program, an optional package for each
 * platform, can be started faster.
 */
const SCRIPTS_LEFT_OUT = ['node_modules/esbuild'];

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
const { '': own, ...packages } = lock.packages;
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;

describe('what is installed', () => {
  test('is each package by the hash of its content', () => {
    const without = Object.entries(packages).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  test('comes from the registry and from no other address', () => {
    const elsewhere = Object.entries(packages).filter(
      ([, { resolved, link }]) =>
        link === true || (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });

  test('runs nothing while it is installed', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(withScript.map(([path]) => path)).toEqual(SCRIPTS_LEFT_OUT);
  });

  test('is of the versions that package.json names, and of no range', () => {
    const { dependencies, devDependencies } = manifest;
    for (const version of Object.values({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(own).toMatchObject({ dependencies, devDependencies });
  });
});

test('the image is built with the same settings of npm', () => {
  const copies = [...read('Dockerfile').matchAll(/^COPY (package.*) \.\/\nRUN npm ci/gm)];
  expect(copies.map(([, files]) => files?.split(' '))).toEqual(
    Array.from({ length: 2 }, () => ['package.json', 'package-lock.json', '.npmrc']),
  );
  expect(read('.dockerignore')).toMatch(/^!\.npmrc$/m);
});
