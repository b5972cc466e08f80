// A source gets its key, its events arrive, and one that was not understood is mended.
import { expect, isAccessible, test } from './steps';

test('a key is shown once, events arrive by it, and one is mended', async ({ page, playwright }) => {
  await page.goto('/sources');
  await page.getByRole('button', { name: 'Streams' }).click();
  await expect(page.getByRole('heading', { name: 'Streams', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Add a source' }).first().click();
  await page.getByRole('textbox', { name: 'Source' }).fill('web shop');
  await page.getByRole('button', { name: 'Make its key' }).click();
  const dialog = page.getByRole('dialog', { name: 'The key of web shop' });
  const key = (await dialog.locator('code').innerText()).trim();
  expect(key).toMatch(/^vk_[0-9a-f]{40}$/);
  await expect(dialog.getByText(/new Analytics\(\{ writeKey/)).toContainText(key);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();

  const sender = await playwright.request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${key}` } });
  const batch = [
    { type: 'page', userId: 'streamer', name: 'Prices', messageId: 'e2e-1' },
    { type: 'page', name: 'Lost', messageId: 'e2e-2' },
  ];
  const sent = await sender.post(`${process.env.E2E_SERVER}/v1/batch`, { data: { batch } });
  expect(await sent.json()).toEqual({ success: true });

  await page.goto('/sources/streams');
  await expect(page.getByRole('link', { name: 'web shop' })).toBeVisible();
  await isAccessible(page);
  await page.getByRole('link', { name: 'web shop' }).click();
  await expect(page.getByText(/2 events/)).toBeVisible();
  await expect(page.getByRole('row', { name: /The event names nobody/ })).toBeVisible();
  await isAccessible(page);
  await page.getByRole('row', { name: /The event names nobody/ }).click();
  const event = page.getByRole('dialog').getByRole('textbox', { name: 'The event' });
  await expect(event).toHaveValue(/"name": "Lost"/);
  await page.getByRole('button', { name: 'Send it mended' }).click();
  await expect(page.getByRole('alert')).toContainText('not understood still');
  await event.fill(JSON.stringify({ ...batch[1], userId: 'streamer' }));
  await page.getByRole('button', { name: 'Send it mended' }).click();
  await expect(page.getByText('Every event was understood.')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Take the key back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take the key back' }).click();
  await expect(page.getByText(/taken back/)).toBeVisible();
  expect((await sender.post(`${process.env.E2E_SERVER}/v1/batch`, { data: { batch } })).status()).toBe(401);
});
