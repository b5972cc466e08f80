// The planted pattern is found, explained, and made into a worklist.
import { expect, openPlanted, test } from './steps';

test('the planted pattern is in the table; its page has the finding as title, the curve and the members', async ({
  page,
}) => {
  await openPlanted(page);
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(/^Buyers of Charcoal buy Lighter fluid \d+\.\d times as often as their like$/);
  await expect(page.getByRole('img', { name: /of the buyers of Charcoal have bought Lighter fluid/ })).toBeVisible();
  await page.getByText(/^Bought B \d+/).click();
  await expect(page).toHaveURL(/window=bought/);
  await expect(page.getByRole('columnheader', { name: 'Bought B' })).toBeVisible();
});

test('a pattern becomes a worklist of those who bought A and not B', async ({ page }) => {
  await openPlanted(page);
  const make = page.getByRole('button', { name: /^Make list of \d+/ });
  const n = Number((await make.innerText()).replace(/\D/g, ''));
  expect(n).toBeGreaterThan(0);
  await make.click();
  await expect(page.getByRole('heading', { name: 'Charcoal, then Lighter fluid', level: 1 })).toBeVisible();
  await expect(page.getByText(`${n} left`)).toBeVisible();
  await expect(page.getByText(/made .*\d{4}/).first()).toBeVisible();
  await expect(page.getByRole('article').getByRole('link', { name: 'Lighter fluid' })).toBeVisible();
  await expect(page.getByRole('article').getByText(/bought Charcoal and not yet Lighter fluid/)).toBeVisible();
});

test('a worklist is found by its name with Ctrl-K and on Patterns, and is closed when asked twice', async ({
  page,
}) => {
  await openPlanted(page);
  await page.getByRole('button', { name: /^Make list of \d+/ }).click();
  await expect(page).toHaveURL(/\/worklists\/\d+/);
  const address = new URL(page.url()).pathname;
  await page.goto('/patterns');
  await page.getByRole('button', { name: 'Worklists' }).click();
  await expect(page.getByRole('menuitem', { name: /Charcoal, then Lighter fluid/ }).first()).toContainText(/made /);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: /^Find a customer/ }).fill('worklist');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Charcoal, then Lighter fluid.*made/ })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(address));
  await page.getByRole('button', { name: 'Close the list' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Close the list' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByText(/is closed\.$/)).toBeVisible();
  await page.goto(address);
  await expect(page.getByText(/closed .*\d{4}/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Open the list again' }).click();
  await expect(page.getByRole('button', { name: 'Close the list' })).toBeVisible();
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
  const attribute = page.getByRole('combobox', { name: 'Name of the attribute' });
  await attribute.fill('ind');
  await page.getByRole('option', { name: 'industry' }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('Building');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Compute' }).click();
  await expect(page.getByRole('row', { name: /Charcoal Lighter fluid/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Channel: industry is Building' })).toBeVisible();
});

test('what is bought less than by like customers has its own table, its own words and no list', async ({ page }) => {
  await page.goto('/patterns');
  await expect(page.getByRole('columnheader', { name: 'Open now' })).toBeVisible();
  await page.getByText('Bought less', { exact: true }).click();
  await expect(page).toHaveURL(/below=true/);
  await expect(page.getByText(/^\d+ pairs clearly bought less/)).toBeVisible();
  await expect(page.getByText(/pairs tested, \d+ clearly bought less/)).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Expected' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Open now' })).toBeHidden();
  await expect(page.getByRole('radiogroup', { name: 'View' })).toBeHidden();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /CSV/ })).toHaveAttribute('href', /below=true/);
  await page.keyboard.press('Escape');

  const row = page.getByRole('row', { name: /Floor oil Floor wax/ });
  const sentence = /^Buyers of Floor oil buy Floor wax \d\d% less often than their like$/;
  await expect(row.getByTitle(sentence)).toBeVisible();
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentence);
  await expect(page.getByText('offer Floor wax where Floor oil is out of stock')).toBeVisible();
  await expect(page.getByText('Window open')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Make list/ })).toBeHidden();
  await expect(page.getByText('if they buy like the others')).toBeHidden();
});

test('without a pair that is bought less the screen says so, and a filter can be taken off', async ({ page }) => {
  await page.goto('/patterns?below=true&q=Charcoal');
  await expect(page.getByText('Nothing matches these filters.')).toBeVisible();
  await page.locator('main').getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.getByRole('row', { name: /Floor oil Floor wax/ })).toBeVisible();
  await page.goto('/patterns?below=true&level=1');
  await expect(page.getByText('No pair is clearly bought less')).toBeVisible({ timeout: 60_000 });
});

test('the title counts what is listed, and the line below says what is left out', async ({ page }) => {
  await page.goto('/patterns');
  const number = async (words: RegExp) => {
    const found = words.exec(await page.locator('main').innerText());
    return Number(found?.[1]);
  };
  await expect(page.getByText(/of them (is|are) of charges/)).toBeVisible();
  const leftOut = await number(/(\d+) of them (?:is|are) of charges/);
  expect(leftOut).toBeGreaterThan(0);
  const listed = await number(/^(\d+) patterns?/m);
  expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(listed + 1));
  expect(await number(/(\d+) clearly bought more/)).toBe(listed + leftOut);
});

test('patterns are sorted by each column that offers it', async ({ page }) => {
  await page.goto('/patterns');
  for (const name of ['Open now', 'False alarms', 'Share', 'Bought both']) {
    await page.getByRole('columnheader', { name }).getByRole('button').click();
    await expect(page.getByRole('columnheader', { name })).not.toHaveAttribute('aria-sort', 'none');
    await expect(page.getByRole('row', { name: /Charcoal Lighter fluid/ })).toBeVisible();
  }
});
