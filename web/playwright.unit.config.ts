// Tests of words and pure parts: no browser, no server.
import { defineConfig } from '@playwright/test';

export default defineConfig({ testDir: 'test', outputDir: 'test-results/unit', retries: 0, reporter: [['list']] });
