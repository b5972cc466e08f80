// Moving about: palette, keys, language, appearance, a narrow window.
import { nameOf } from './company';
import { expect, test } from './steps';

test('Ctrl-K finds a customer and a screen', async ({ page }) => {
  await page.goto('/today');
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Find a customer, a pattern or a screen' }).fill('Builders 033');
  await page.getByRole('button', { name: nameOf(33) }).click();
  await expect(page.getByRole('heading', { name: nameOf(33), level: 1 })).toBeVisible();
});

test('Ctrl-K works from within a field', async ({ page }) => {
  await page.goto('/customers');
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: 'Find by name or id' }))
    .first()
    .focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('textbox', { name: 'Find a customer, a pattern or a screen' })).toBeFocused();
});

test('? shows the keys, g p goes to Patterns', async ({ page }) => {
  await page.goto('/customers');
  await expect(page.getByRole('heading', { name: 'Customers', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { name: 'Patterns', level: 1 })).toBeVisible();
});

test('the whole screen turns Finnish and dark, and stays so', async ({ page }) => {
  await page.goto('/today');
  await page.getByRole('button', { name: 'Anna Admin' }).click();
  await page.getByRole('menuitem', { name: 'Suomi' }).click();
  await expect(page.getByRole('heading', { name: 'Tänään', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fi');
  await page.getByRole('button', { name: 'Anna Admin' }).click();
  await page.getByRole('menuitem', { name: 'Tumma' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Tänään', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('in a narrow window the list comes first and a task opens over it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/today');
  await page.getByRole('listitem').first().getByRole('link').click();
  await expect(page.getByRole('article')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(page.getByRole('article')).toBeHidden();
  await page.getByRole('link', { name: 'Customers' }).click();
  await expect(page.getByRole('heading', { name: 'Customers', level: 1 })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

test('an unknown address says so and leads home', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(page.getByText('There is no such page.')).toBeVisible();
  await page.getByRole('link', { name: 'Go to Today' }).click();
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
});
