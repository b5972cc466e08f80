// When X happens to Y, do Z: written in words, tried, set to work; endpoints with their secret, deliveries, letters.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, isAccessible, test } from './steps';

interface Posted {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Another system on this machine, which notes what it is told. */
async function otherSystem() {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      posted.push({ headers: request.headers, body });
      response.end('thank you');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, posted, close: () => server.close() };
}

async function addEndpoint(page: Page, name: string, url: string): Promise<string> {
  await page.goto('/automations/endpoints');
  await page.getByRole('checkbox', { name: 'Allow addresses of this machine and network' }).click();
  await expect(page.getByRole('checkbox', { name: /Allow addresses/ })).toBeChecked();
  await page.getByRole('button', { name: 'Add endpoint' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' }).click();
  const secret = await page.getByText(/^whsec_/).innerText();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  return secret;
}

test('an automation is written in words, tried over the past, and set to work', async ({ page }) => {
  await page.goto('/today');
  await expect(page.getByRole('article').getByRole('heading', { level: 2 }).first()).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByText('No automation yet')).toBeVisible();
  await page.getByRole('link', { name: 'New automation' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Large orders');
  await page.getByRole('combobox', { name: 'Touch-points' }).fill('order');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Only customers where' }).fill('orders >= 3');
  await expect(page.getByText(/customers meet this now/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Why, one sentence' }).fill('{{customer.nmae}} ordered for {{value}}');
  await expect(page.getByText(/When “order” happens to a customer where orders >= 3, put the customer/)).toBeVisible();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('alert')).toContainText('There is no placeholder {{customer.nmae}}.');
  await page.getByRole('textbox', { name: 'Why, one sentence' }).fill('{{customer.name}} ordered for {{value}}');
  await page.getByRole('button', { name: 'Try over the last 30 days' }).click();
  await expect(page.getByRole('heading', { name: /It would have fired \d+ times/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Builders/ }).first()).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('At rest')).toBeVisible();
  await page.getByRole('button', { name: 'Set to work' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.goto('/automations');
  await expect(page.getByRole('switch', { name: 'Large orders' })).toBeChecked();
  await isAccessible(page);
});

test('an endpoint is told, signed, and its delivery can be looked at and sent again', async ({ page }) => {
  const other = await otherSystem();
  const secret = await addEndpoint(page, 'Our CRM', other.url);
  await page.getByRole('button', { name: 'Actions of Our CRM' }).click();
  await page.getByRole('menuitem', { name: 'Send a test' }).click();
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
  const row = page.getByRole('row', { name: /Delivered Our CRM/ });
  await expect(row).toBeVisible();
  const [first] = other.posted;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${first?.headers['webhook-id']}.${first?.headers['webhook-timestamp']}.${first?.body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  expect(first?.headers['webhook-signature']).toBe(expected);
  await row.getByRole('button', { name: 'Our CRM' }).click();
  await expect(page.getByRole('dialog').getByText('endpoint.ping')).toBeVisible();
  await expect(page.getByRole('dialog').getByText('thank you')).toBeVisible();
  await page.getByRole('button', { name: 'Send again now' }).click();
  await expect.poll(() => other.posted.length).toBe(2);
  expect(other.posted[1]?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  other.close();
  for (const list of ['deliveries', 'endpoints']) {
    await page.goto(`/automations/${list}`);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await isAccessible(page);
  }
});

test('letters ask for where customers unsubscribe, and keep the password to themselves', async ({ page }) => {
  await page.goto('/automations/letters');
  await page.getByRole('textbox', { name: 'Mail relay' }).fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('between us');
  await page.getByRole('textbox', { name: 'From address' }).fill('sales@example.com');
  const reach = page.getByRole('textbox', { name: /Address under which customers/ });
  await reach.fill('http://vihje.example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Customers cannot unsubscribe at this address.');
  await reach.fill('https://vihje.example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Test letter' })).toBeVisible();
  await page.reload();
  await expect(page.getByText('One is kept; leave empty to keep it')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password', exact: true })).toHaveValue('');
});

test('the log says what is missing while nothing has fired', async ({ page }) => {
  await page.goto('/automations/log');
  await expect(page.getByText('Nothing has fired yet')).toBeVisible();
});
