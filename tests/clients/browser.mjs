// Tells the same story from a web page of another origin, in a real browser, with Segment's library for browsers:
// `node browser.mjs <address> <key> <user>`. The page waits until the library has told everything, then the browser closes.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const [address, key, user] = process.argv.slice(2);
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const scripts = join(import.meta.dirname, 'node_modules/@segment/analytics-next/dist/umd');

const page = `<!doctype html><title>Prices</title><script src="/index.js"></script>`;
const shop = createServer(async (request, response) => {
  if (!request.url.endsWith('.js')) return response.setHeader('content-type', 'text/html').end(page);
  const script = await readFile(join(scripts, basename(request.url))).catch(() => null);
  response.statusCode = script ? 200 : 404;
  response.setHeader('content-type', 'text/javascript').end(script ?? '');
});
await new Promise((done) => shop.listen(0, '127.0.0.1', done));

const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
try {
  const tab = await browser.newPage();
  tab.on('console', (message) => console.error(message.text()));
  // Another name of this machine is another origin.
  await tab.goto(`http://localhost:${shop.address().port}/prices?utm_campaign=spring&utm_source=news`);
  await tab.evaluate(tell, { address, key, user });
} finally {
  await browser.close();
  shop.close();
}

async function tell({ address, key, user }) {
  const { AnalyticsBrowser } = window.AnalyticsNext;
  const analytics = AnalyticsBrowser.load({ writeKey: key, cdnURL: address });
  await analytics.page('Prices');
  await analytics.track('Product Viewed', { product_id: 'drill', name: 'Drill', category: 'Tools', price: 19 });
  await analytics.identify(user, { email: `${user}@example.com`, firstName: 'Ada', lastName: 'Byron', plan: 'pro' });
  const products = [
    { product_id: 'drill', name: 'Drill', category: 'Tools', price: 19, quantity: 1 },
    { product_id: 'bits', name: 'Bits', price: 3, quantity: 2 },
  ];
  const order = { order_id: `${user}-1`, shipping: 3, discount: 2.5, currency: 'EUR', products };
  await analytics.track('Order Completed', order);
  await analytics.group('acme', { name: 'Acme', employees: 12 });
}
