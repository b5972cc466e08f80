// What the stories share: where the server is, the files, a check of accessibility.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';

export const files = (name: string) => join(process.env.E2E_FILES ?? '', name);
export const setupToken = () => process.env.E2E_SETUP_TOKEN ?? '';

/** Every page asks the server of this run, and no page may write an error to the console. */
export const test = base.extend<{ baseURL: string; quiet: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for the pattern
  baseURL: async ({}, use) => use(process.env.E2E_BASE ?? ''),
  quiet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await use(undefined);
      expect(errors, 'errors thrown in the page').toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Fails with what is wrong and where, when axe finds anything. */
export async function isAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tool = (window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe;
    return (await tool.run()).violations;
  });
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 4).map((node) => `${node.target.join(' ')} — ${node.failureSummary ?? ''}`),
  }));
  expect(told).toEqual([]);
}

/** Drops files on the window, as a person does from the desktop. */
export async function dropFile(page: Page, name: string): Promise<void> {
  const text = readFileSync(files(name), 'utf8');
  await page.evaluate(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], fileName ?? '', { type: 'text/csv' }));
      for (const type of ['dragover', 'drop']) {
        window.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    [name, text],
  );
}

/** Opens the page of the planted pattern from the table. */
export async function openPlanted(page: Page): Promise<void> {
  await page.goto('/patterns?q=Charcoal');
  await page
    .getByRole('row', { name: /Charcoal Lighter fluid/ })
    .getByRole('link')
    .click();
}
