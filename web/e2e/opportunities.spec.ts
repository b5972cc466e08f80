// An event becomes an opportunity on a screen that is open, is taken up and taken back; rules are shown and changed.
import type { APIRequestContext, PlaywrightWorkerArgs } from '@playwright/test';
import { nameOf } from './company';
import { expect, isAccessible, test } from './steps';

/** A source of its own, and what sends by its key. */
async function sender(
  playwright: PlaywrightWorkerArgs['playwright'],
  request: APIRequestContext,
  source: string,
): Promise<APIRequestContext> {
  const base = process.env.E2E_SERVER ?? '';
  const made = await request.post(`${base}/api/v1/streams`, { headers: { 'x-vihje': '1' }, data: { source } });
  expect(made.status(), await made.text()).toBe(201);
  const { key } = (await made.json()) as { key: string };
  return playwright.request.newContext({
    baseURL: base,
    extraHTTPHeaders: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
}

test('a visit to the price list comes up by itself, heads Today, and is settled and unsettled', async ({
  page,
  playwright,
}) => {
  const shop = await sender(playwright, page.request, 'opportunities shop');
  await page.goto('/opportunities');
  await expect(page.getByRole('heading', { name: 'Opportunities', level: 1 })).toBeVisible();
  const sent = await shop.post('/v1/page', {
    data: { userId: 'C42', name: 'Price list', messageId: 'op-1', properties: { title: 'Price list' } },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  const row = page.getByRole('row', { name: /Visited Price list/ });
  await expect(row).toBeVisible();
  await isAccessible(page);
  const name = await row.getByRole('link').innerText();
  await row.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText(`${name} is on Today.`)).toBeVisible();
  await expect(row).toBeHidden();
  await page.goto('/today');
  await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('link').first()).toContainText('Price list');
  await page.goto('/opportunities?state=accepted');
  await page
    .getByRole('row', { name: /Visited Price list/ })
    .getByRole('button', { name: 'Open again' })
    .click();
  await page.goto('/opportunities');
  await row.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('menuitem', { name: 'Already handled' }).click();
  await expect(page.getByText(`${name} is dismissed.`)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(row).toBeVisible();
});

test('a rule is made, seen in words, switched off and removed', async ({ page }) => {
  await page.goto('/opportunities/rules');
  await expect(page.getByRole('row', { name: /Came back/ })).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByRole('textbox', { name: 'Rule' }).fill('Catalogue');
  await page.getByRole('textbox', { name: 'Words in the page’s address or title' }).fill('catalogue\nbrochure');
  await isAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row', { name: /Catalogue/ });
  await expect(row).toContainText('Somebody visits a page with one of: catalogue, brochure.');
  await row.getByRole('switch').focus();
  await page.keyboard.press('Space');
  await expect(row.getByRole('switch')).not.toBeChecked();
  await row.getByRole('button', { name: 'Catalogue' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toBeHidden();
});

test('a browser becomes a customer on the timeline, and is taken apart again', async ({ page, playwright }) => {
  const shop = await sender(playwright, page.request, 'identity shop');
  const post = async (path: string, data: object) => expect((await shop.post(path, { data })).status()).toBe(200);
  await post('/v1/page', { anonymousId: 'b-77', name: 'Guide to hoses', messageId: 'id-1' });
  await post('/v1/identify', { userId: 'C43', anonymousId: 'b-77', traits: {}, messageId: 'id-2' });
  await page.goto('/customers');
  await page.getByRole('link', { name: nameOf(43) }).click();
  await expect(page.getByText('Browser b-77 is C43')).toBeVisible();
  await expect(page.getByText('Guide to hoses')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'They are not the same: take apart' }).click();
  await expect(page.getByText(/Taken apart/)).toBeVisible();
  await page.goto('/sources/identity');
  await expect(page.getByRole('row', { name: /Browser b-77/ })).toContainText('Taken apart');
  await isAccessible(page);
  await page.getByRole('textbox', { name: 'Names that join nobody' }).fill('info@*\nkiosk-*');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});

test('two customers with one address are joined by a person', async ({ page, playwright }) => {
  const shop = await sender(playwright, page.request, 'twins shop');
  for (const [userId, name] of [
    ['twin-1', 'Twin One'],
    ['twin-2', 'Twin Two'],
  ]) {
    const sent = await shop.post('/v1/identify', { data: { userId, traits: { name, email: 'twins@example.com' } } });
    expect(sent.status(), await sent.text()).toBe(200);
  }
  await page.goto('/sources/identity');
  const pair = page.getByRole('row', { name: /Twin One \(twin-1\).*Twin Two \(twin-2\)/ });
  // Both are brought into the history first, some seconds after they were told.
  await expect(pair).toBeVisible({ timeout: 40_000 });
  await isAccessible(page);
  await pair.getByRole('button', { name: 'The same' }).click();
  await expect(page.getByRole('row', { name: /^.*twin-2.*twin-1.*joined by/ })).toBeVisible({ timeout: 20_000 });
  await expect(pair).toBeHidden({ timeout: 20_000 });
});
