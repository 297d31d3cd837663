import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this machine; undefined where none is installed, and its tests are skipped. */
export const browserPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** An empty page of a browser of its own, which is closed when the test ends. */
export async function openPage(): Promise<Page> {
  if (browserPath === undefined) throw new Error('no browser is installed');
  // a container has no user namespaces for the sandbox, and the pages are our own
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  return browser.newPage();
}
