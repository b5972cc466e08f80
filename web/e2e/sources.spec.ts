// What came in, the same file again, and taking an import back.
import { readFileSync } from 'node:fs';
import { expect, files, test } from './steps';

test('each kind says how much there is and until when', async ({ page }) => {
  await page.goto('/sources');
  await expect(
    page
      .getByText('until 31 Dec 2025')
      .or(page.getByText(/until \d+ Dec 2025/))
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: /sales\.csv Sales Done/ }).first()).toBeVisible();
});

test('the same rows again double nothing, and an import can be undone', async ({ page }) => {
  test.setTimeout(120_000);
  const lines = readFileSync(files('sales.csv'), 'utf8').split('\n');
  const again = [...lines.slice(0, 8), 'Z1,2025-11-30,C5,P07,1,129.00,EUR', ''].join('\n');
  await page.goto('/sources');
  await page
    .locator('#file-picker')
    .setInputFiles({ name: 'again.csv', mimeType: 'text/csv', buffer: Buffer.from(again) });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'again.csv' }).click();
  const count = (name: string) => page.getByRole('definition').nth(name === 'known' ? 2 : 1);
  await expect(count('known')).toHaveText('7');
  await expect(count('new')).toHaveText('1');
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByRole('dialog').getByText(/^1 line goes/)).toBeVisible();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('main').getByText('Undone')).toBeVisible({ timeout: 60_000 });
});

test('money in another currency takes a rate of exchange, given in the wizard', async ({ page }) => {
  await page.goto('/sources');
  const text =
    'order_id,ordered_at,customer_id,product_id,quantity,amount,currency\nZ7,2025-11-28,C5,P07,1,100.00,USD\n';
  await page
    .locator('#file-picker')
    .setInputFiles({ name: 'abroad.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const preview = page.getByRole('button', { name: 'See what would happen' });
  const count = (name: string) => page.locator('dl div', { hasText: name }).getByRole('definition');
  await preview.click();
  await expect(count('Rejected')).toHaveText('1', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Dates, numbers and rules' }).click();
  await page.getByRole('button', { name: 'Add a rate' }).click();
  await page.getByLabel('Other currency').fill('usd');
  await page.getByLabel('Worth in your own currency').fill('0,89');
  await preview.click();
  await expect(count('Rejected')).toHaveText('0', { timeout: 30_000 });
  await expect(count('New')).toHaveText('1');
});

test('lines of an import that was taken back are new in the one that told them again', async ({ page }) => {
  test.setTimeout(120_000);
  const head = readFileSync(files('sales.csv'), 'utf8').split('\n')[0];
  const buffer = Buffer.from(`${head}\nY1,2025-11-29,C6,P07,1,129.00,EUR\nY2,2025-11-29,C7,P08,1,24.00,EUR\n`);
  for (const name of ['earlier.csv', 'later.csv']) {
    await page.goto('/sources');
    await page.locator('#file-picker').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 60_000 });
  }
  const counts = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
  await page.goto('/sources');
  await expect(counts('later.csv').nth(5)).toHaveText('0');
  await expect(counts('later.csv').nth(6)).toHaveText('2');
  await page.getByRole('link', { name: 'earlier.csv' }).click();
  await page.getByRole('button', { name: 'Undo import' }).click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('main').getByText('Undone')).toBeVisible({ timeout: 60_000 });
  await page.goto('/sources');
  await expect(counts('later.csv').nth(5)).toHaveText('2');
  await expect(counts('later.csv').nth(6)).toHaveText('0');
  await page.getByRole('link', { name: 'later.csv' }).click();
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByRole('dialog').getByText(/^2 lines go/)).toBeVisible();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('main').getByText('Undone')).toBeVisible({ timeout: 60_000 });
});

test('saying what the rows are guesses their columns, rules and questions again', async ({ page }) => {
  await page.goto('/sources');
  const text = [
    'customer,date,channel,subject,item,total,status',
    'C1,2025-11-02,web,first order,P07,40.00,paid',
    'C2,2025-11-03,shop,by phone,P08,75.00,cancelled',
    '',
  ].join('\n');
  await page
    .locator('#file-picker')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const kind = page.getByRole('combobox', { name: 'The rows are' });
  await expect(kind).toBeVisible();
  for (const [name, becomes] of [
    ['Touch-points', 'Kind of touch-point'],
    ['Sales', 'Not imported'],
  ] as const) {
    await kind.click();
    await page.getByRole('option', { name, exact: true }).click();
    await expect(page.getByRole('combobox', { name: 'What channel becomes' })).toHaveValue(becomes);
  }
  await expect(page.getByText('Only rows whose "status" is paid are read; the others are left out.')).toBeVisible();
  await expect(page.getByText('Rows whose "status" is cancelled are left out. Are they sales?')).toBeVisible();
});

test('a dry run and an import that bring nothing say so', async ({ page }) => {
  await page.goto('/sources');
  const text =
    'order_id,ordered_at,customer_id,product_id,quantity,amount\nZ8,2025-11-28,C5,P07,one,x\nZ9,2025-11-28,C5,P07,two,y\n';
  await page
    .locator('#file-picker')
    .setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const run = page.getByRole('button', { name: 'Import', exact: true });
  await expect(run).toBeEnabled();
  await page.getByRole('button', { name: 'See what would happen' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing would be imported' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('This would add nothing.')).toBeVisible();
  await expect(run).toBeDisabled();
});

test('a file that is no table is refused in words', async ({ page }) => {
  await page.goto('/sources');
  const buffer = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]);
  await page.locator('#file-picker').setInputFiles({ name: 'logo.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByText('This is a PNG image, not a table.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toBeHidden();
});
