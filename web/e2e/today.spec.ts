// Working the list with the keyboard: why, evidence, done, snooze, skip, undo.
import type { Page } from '@playwright/test';
import { expect, test } from './steps';

const current = (page: Page) => page.getByRole('main').locator('a[aria-current="true"], a[aria-current="page"]');
const shade = (element: Element) => getComputedStyle(element).backgroundColor;
const open = (page: Page) => page.getByRole('article').getByRole('heading', { level: 2 }).first();

test.beforeEach(async ({ page }) => {
  await page.goto('/today');
  await expect(open(page)).toBeVisible();
});

/** Customers of the analyses; hot opportunities of other stories may stand before them. */
async function silent(page: Page) {
  await page.goto('/today?kind=lapsed');
  await expect(open(page)).toBeVisible();
}

test('a task says why, shows its evidence on demand, and the method one click further', async ({ page }) => {
  await silent(page);
  const name = await open(page).innerText();
  await expect(page.getByRole('article').getByText(name).nth(1)).toBeVisible();
  await expect(page.getByRole('article').getByText('First order')).toBeHidden();
  await page.keyboard.press('w');
  await expect(page.getByRole('article').getByText('First order')).toBeVisible();
  await page.getByRole('button', { name: 'How this is computed' }).click();
  await expect(
    page
      .getByRole('article')
      .locator('p')
      .filter({ hasText: /customer/ })
      .first(),
  ).toBeVisible();
});

test('j and k walk the list and the address follows', async ({ page }) => {
  const first = await open(page).innerText();
  await page.keyboard.press('j');
  await expect(open(page)).not.toHaveText(first);
  expect(new URL(page.url()).searchParams.get('task')).not.toBeNull();
  await expect(current(page)).toHaveCount(1);
  await expect(current(page)).toContainText(await open(page).innerText());
  const other = page.getByRole('region', { name: 'Tasks' }).getByRole('link').first();
  expect(await current(page).evaluate(shade)).not.toBe(await other.evaluate(shade));
  await page.reload();
  await expect(open(page)).not.toHaveText(first);
  await page.keyboard.press('k');
  await expect(open(page)).toHaveText(first);
});

test('d and 1 finish a task, the next comes by itself, z takes it back', async ({ page }) => {
  const first = await open(page).innerText();
  const left = page.getByText(/\d+ of \d+ done/).first();
  const before = (await left.textContent()) ?? '';
  await page.keyboard.press('d');
  await expect(page.getByRole('menu')).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /^Reached/ })).toBeFocused();
  await page.keyboard.press('1');
  await expect(open(page)).not.toHaveText(first);
  await expect(page.getByText(`${first} is done.`)).toBeVisible();
  await expect(left).not.toHaveText(before);
  await page.keyboard.press('z');
  await expect(open(page)).toHaveText(first);
  await expect(left).toHaveText(before);
});

test('a snoozed task waits among the snoozed and can be put back', async ({ page }) => {
  await silent(page);
  const first = await open(page).innerText();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /Next week/ }).click();
  await expect(page.getByText(new RegExp(`${first} comes back on`))).toBeVisible();
  await page.getByText('Snoozed', { exact: true }).click();
  await expect(open(page)).toHaveText(first);
  await page.getByRole('button', { name: 'Put back on the list' }).click();
  await page.getByText('To do', { exact: true }).click();
  await expect(current(page)).toContainText(first);
});

test('a skipped task keeps its reason among the skipped', async ({ page }) => {
  const first = await open(page).innerText();
  await page.keyboard.press('x');
  await page.keyboard.press('2');
  await expect(page.getByText(`${first} is skipped.`)).toBeVisible();
  await page.getByText('Skipped', { exact: true }).click();
  await expect(open(page)).toHaveText(first);
  await page.getByRole('button', { name: 'Put back on the list' }).click();
});

test('a day has a length, and all that is due is one step away', async ({ page }) => {
  await expect(page.getByText(/^0 of 25 done/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Tasks to do a day' }).click();
  await page.getByRole('option', { name: '5 a day', exact: true }).click();
  await expect(page.getByText(/^0 of 5 done/)).toBeVisible();
  const rows = page.getByRole('region', { name: 'Tasks' }).getByRole('listitem');
  await expect(rows).toHaveCount(5);
  await page.getByText(/^All that is due \(\d+\)$/).click();
  await expect(page).toHaveURL(/scope=all/);
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  await page.getByText('To do', { exact: true }).click();
  for (let left = 5; left > 0; left--) {
    await page.keyboard.press('x');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('2');
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(page.getByText(new RegExp(`^${6 - left} of 5 done`))).toBeVisible();
  }
  await expect(page.getByText('The day’s work is done: 5 tasks')).toBeVisible();
  await page.getByRole('button', { name: /^All that is due/ }).click();
  await expect(open(page)).toBeVisible();
  // The other stories begin with a fresh day.
  const skipped = await page.request.get('/api/v1/today?state=skipped').then((answer) => answer.json());
  for (const { id } of skipped.items) {
    await page.request.post(`/api/v1/tasks/${id}/reopen`, { headers: { 'x-vihje': '1' } });
  }
  await page.request.put('/api/v1/today/length', { headers: { 'x-vihje': '1' }, data: { length: 25 } });
});

test('filters live in the address, and an empty answer says how to get out', async ({ page }) => {
  await page.goto('/today?owner=Nobody');
  await expect(page.getByText('Nothing matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(open(page)).toBeVisible();
  await page.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'Matti Laine' }).click();
  await expect(page).toHaveURL(/owner=Matti/);
  await expect(page.getByRole('article').getByText(/Matti Laine/)).toBeVisible();
});

test('a customer can be called and written to', async ({ page }) => {
  await silent(page);
  await expect(page.getByRole('link', { name: /\+358/ })).toHaveAttribute('href', /^tel:\+358\d+$/);
  await expect(page.getByRole('link', { name: /@example\.com/ })).toHaveAttribute('href', /^mailto:/);
});

test('the list goes out as CSV', async ({ page }) => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^today-\d{4}-\d\d-\d\d\.csv$/);
});
