// The list of customers and one customer's page.
import { nameOf } from './company';
import { expect, test } from './steps';

test('search, sort and filters find a customer, and the address keeps them', async ({ page }) => {
  await page.goto('/customers');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('buyer17@');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').nth(1)).toContainText(nameOf(17));
  await expect(page).toHaveURL(/q=buyer17/);
  await page.goto('/customers?sort=name&order=asc');
  await expect(page.getByRole('row').nth(1)).toContainText(nameOf(1));
  await expect(page.getByRole('columnheader', { name: 'Customer' })).toHaveAttribute('aria-sort', 'ascending');
});

test('columns can be chosen', async ({ page }) => {
  await page.goto('/customers');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'RFM' }).check();
  await expect(page.getByRole('columnheader', { name: 'RFM' })).toBeVisible();
  await expect(page).toHaveURL(/columns=/);
});

test('a page tells rhythm, purchases, value and story, and takes a logged call', async ({ page }) => {
  await page.goto('/customers?q=Builders%20001');
  await page.getByRole('link', { name: nameOf(1) }).click();
  await expect(page.getByRole('heading', { name: nameOf(1), level: 1 })).toBeVisible();
  await expect(page.getByRole('img', { name: /order/i }).first()).toBeVisible();
  await expect(page.getByText('industry')).toBeVisible();
  await expect(page.getByText('Painting')).toBeVisible();
  await page.getByRole('textbox', { name: 'What was it about?' }).fill('Asked for a quote');
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(page.getByText('Asked for a quote')).toBeVisible();
  await page.getByText('Touch-points', { exact: true }).click();
  await expect(page).toHaveURL(/kind=touch_point/);
  await expect(page.getByText('Asked for a quote')).toBeVisible();
});

test('the rhythm can be read as a table', async ({ page }) => {
  await page.goto('/customers?q=Builders%20002');
  await page.getByRole('link', { name: nameOf(2) }).click();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(page.getByRole('columnheader', { name: 'Expected' })).toBeVisible();
});
