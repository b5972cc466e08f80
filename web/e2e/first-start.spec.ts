// The first quarter of an hour: the one-time link, empty screens that say what to do, files dropped in, the first list.
import { signedIn } from '../playwright.config';
import { customers } from './company';
import { dropFile, expect, files, isAccessible, setupToken, test } from './steps';

test.describe.configure({ mode: 'serial' });

test('without the link a visitor learns where it is', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Welcome to Vihje' })).toBeVisible();
  await expect(page.getByText('the server printed a one-time link')).toBeVisible();
  await isAccessible(page);
});

test('from the link to a worklist', async ({ page }) => {
  test.setTimeout(120_000);

  await test.step('the first administrator is made', async () => {
    await page.goto(`/?token=${setupToken()}`);
    await page.getByLabel('Name').fill('Anna Admin');
    await page.getByLabel('E-mail address').fill('anna@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
    await isAccessible(page);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
  });

  await test.step('empty screens say what is missing and what to do', async () => {
    await expect(page.getByText('No sales yet')).toBeVisible();
    await isAccessible(page);
    for (const [screen, words] of [
      ['Customers', 'No customers yet'],
      ['Patterns', 'No sales yet'],
      ['Sources', 'Nothing brought in yet'],
    ] as const) {
      await page.getByRole('link', { name: screen }).click();
      await expect(page.getByText(words)).toBeVisible();
      await expect(page.getByRole('button', { name: 'Bring in a file' }).first()).toBeVisible();
      await isAccessible(page);
    }
  });

  await test.step('products and customers come in through the file dialog', async () => {
    await page.locator('#file-picker').setInputFiles([files('products.csv'), files('customers.csv')]);
    await expect(page.getByRole('checkbox', { name: 'Import products.csv: Products' })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Import customers.csv: Customers' })).toBeChecked();
    await isAccessible(page);
    await page.getByRole('button', { name: 'Import 2 readings' }).click();
    await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 60_000 });
  });

  await test.step('sales are dropped on the window, tried out, imported', async () => {
    await page.getByRole('link', { name: 'Today' }).first().click();
    await dropFile(page, 'sales.csv');
    await expect(page.getByRole('combobox', { name: 'What order_date becomes' })).toHaveValue('When');
    await expect(page.getByRole('combobox', { name: 'What amount becomes' })).toHaveValue('Amount of the line');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('cell', { name: '"twelve" in amount is not a number' })).toBeVisible();
    await isAccessible(page);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible({ timeout: 60_000 });
  });

  await test.step('the rejected rows are there with line, column and reason, and as a file', async () => {
    await page.getByRole('link', { name: 'sales.csv' }).click();
    await expect(page.getByRole('heading', { name: 'Rejected rows' })).toBeVisible();
    await expect(page.getByRole('row', { name: /^12 amount/ })).toContainText('twelve');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download just these rows' }).click();
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/);
    expect(lines).toHaveLength(3);
  });

  await test.step('the first list appears by itself', async () => {
    await page.goto('/today');
    await expect(page.getByRole('list').getByRole('listitem').first()).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText(/True as of 31 Dec 2025/)).toBeVisible();
    await page.goto('/customers');
    await expect(page.getByText(`${customers} customers`)).toBeVisible();
    await page.goto('/patterns');
    await expect(page.getByRole('row', { name: /Charcoal Lighter fluid/ })).toBeVisible({ timeout: 60_000 });
  });

  await page.context().storageState({ path: signedIn });
});
