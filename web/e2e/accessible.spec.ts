// axe on every screen: light and dark, English and Finnish, wide and narrow.
import type { Page } from '@playwright/test';
import { expect, isAccessible, openPlanted, test } from './steps';

const scroll = 'main section, main article';

/** Opens each screen and waits until its content is there. */
const screens: Record<string, (page: Page) => Promise<void>> = {
  today: async (page) => {
    await page.goto('/today');
    await expect(page.getByRole('listitem').first()).toBeVisible();
  },
  customers: async (page) => {
    await page.goto('/customers');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  },
  'a customer': async (page) => {
    await page.goto('/customers?q=Builders%20004');
    await page.getByRole('link', { name: /^Builders 004/ }).click();
    await expect(page.getByRole('figure')).toBeVisible();
  },
  patterns: async (page) => {
    await page.goto('/patterns');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  },
  'patterns as a flow': async (page) => {
    await page.goto('/patterns?view=flow');
    await expect(page.getByRole('figure')).toBeVisible();
  },
  'what is bought less': async (page) => {
    await page.goto('/patterns?below=true');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  },
  'a substitute': async (page) => {
    await page.goto('/patterns?below=true&q=Floor');
    await page
      .getByRole('row', { name: /Floor oil Floor wax/ })
      .getByRole('link')
      .click();
    await expect(page.getByRole('figure')).toBeVisible();
  },
  'a pattern': async (page) => {
    await openPlanted(page);
    await expect(page.getByRole('figure')).toBeVisible();
  },
  sources: async (page) => {
    await page.goto('/sources');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  },
  'an import': async (page) => {
    await page.goto('/sources');
    await page.getByRole('link', { name: 'sales.csv' }).first().click();
    await expect(page.getByRole('heading', { name: 'sales.csv', level: 1 })).toBeVisible();
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  },
  automations: async (page) => {
    await page.goto('/automations');
    await expect(page.getByRole('table')).toBeVisible();
  },
  'a new automation': async (page) => {
    await page.goto('/automations/new');
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  },
  'the log of automations': async (page) => {
    await page.goto('/automations/log');
    await expect(page.getByRole('table')).toBeVisible();
  },
  deliveries: async (page) => {
    await page.goto('/automations/deliveries');
    await expect(page.getByRole('table')).toBeVisible();
  },
  endpoints: async (page) => {
    await page.goto('/automations/endpoints');
    await expect(page.getByRole('table')).toBeVisible();
  },
  letters: async (page) => {
    await page.goto('/automations/letters');
    await expect(page.getByRole('textbox').first()).toBeVisible();
  },
  'bringing in a file': async (page) => {
    await page.goto('/sources/new');
    await expect(page.locator(scroll).first()).toBeVisible();
  },
};

for (const language of ['en', 'fi'] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1440, 390] as const) {
      test.describe(`${language}, ${scheme}, ${width} px`, () => {
        test.use({ colorScheme: scheme, viewport: { width, height: width === 390 ? 844 : 900 } });
        for (const [name, open] of Object.entries(screens)) {
          test(name, async ({ page }) => {
            await page.addInitScript((chosen) => localStorage.setItem('vihje.language', chosen), language);
            await open(page);
            await isAccessible(page);
          });
        }
      });
    }
  }
}
