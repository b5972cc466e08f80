// The tests drive Debian's Chromium through the real application on a real server. Nothing is tried twice.
import { defineConfig } from '@playwright/test';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const signedIn = 'test-results/session.json';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/runs',
  globalSetup: './e2e/server.ts',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'first start', testMatch: 'first-start.spec.ts' },
    {
      name: 'screens',
      testIgnore: 'first-start.spec.ts',
      dependencies: ['first start'],
      use: { storageState: signedIn },
    },
  ],
});
