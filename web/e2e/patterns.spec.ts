// The planted pattern is found, explained, and made into a worklist.
import { expect, test } from './steps';

test('the planted pattern is in the table; its page has the finding as title, the curve and the members', async ({
  page,
}) => {
  await page.goto('/patterns?q=Charcoal');
  await page
    .getByRole('row', { name: /Charcoal Lighter fluid/ })
    .getByRole('link')
    .click();
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(/^Buyers of Charcoal buy Lighter fluid \d+\.\d times as often as their like$/);
  await expect(page.getByRole('img', { name: /of the buyers of Charcoal have bought Lighter fluid/ })).toBeVisible();
  await page.getByText(/^Bought B \d+/).click();
  await expect(page).toHaveURL(/window=bought/);
  await expect(page.getByRole('columnheader', { name: 'Bought B' })).toBeVisible();
});

test('a pattern becomes a worklist of those who bought A and not B', async ({ page }) => {
  await page.goto('/patterns?q=Charcoal');
  await page
    .getByRole('row', { name: /Charcoal Lighter fluid/ })
    .getByRole('link')
    .click();
  const make = page.getByRole('button', { name: /^Make list of \d+/ });
  const n = Number((await make.innerText()).replace(/\D/g, ''));
  expect(n).toBeGreaterThan(0);
  await make.click();
  await expect(page.getByRole('heading', { name: 'Charcoal, then Lighter fluid', level: 1 })).toBeVisible();
  await expect(page.getByText(`${n} left`)).toBeVisible();
  await expect(page.getByRole('article').getByText(/bought Charcoal and not yet Lighter fluid/)).toBeVisible();
});

test('the numbers are explained in words, and the flow picture can be read as a table', async ({ page }) => {
  await page.goto('/patterns');
  await page.getByRole('button', { name: 'What these numbers mean' }).click();
  await expect(page.getByText('A pattern is not a cause')).toBeVisible();
  await page.getByText('Flow', { exact: true }).click();
  await expect(page.getByRole('img', { name: /patterns that bring most extra buyers/ })).toBeVisible();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(page.getByRole('columnheader', { name: 'Extra buyers' })).toBeVisible();
});

test('another channel is computed on demand', async ({ page }) => {
  await page.goto('/patterns');
  await page.getByRole('button', { name: /^Channel/ }).click();
  await page.getByRole('textbox', { name: 'Name of the attribute' }).fill('industry');
  await page.getByRole('textbox', { name: 'Value' }).fill('Building');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Compute' }).click();
  await expect(page.getByRole('row', { name: /Charcoal Lighter fluid/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Channel: industry is Building' })).toBeVisible();
});
