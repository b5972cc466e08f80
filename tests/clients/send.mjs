// Tells one small story with a client library: `node send.mjs <library> <address> <key> <user>`. The libraries are used as their
// documentation says; only the address and the key are ours.
const [library, address, key, user] = process.argv.slice(2);

const traits = { email: `${user}@example.com`, firstName: 'Ada', lastName: 'Byron', plan: 'pro' };
const viewed = { product_id: 'drill', name: 'Drill', category: 'Tools', price: 19 };
const page = { title: 'Prices', url: 'https://shop.example/prices', path: '/prices' };
const order = {
  order_id: `${user}-1`,
  total: 27.5,
  shipping: 3,
  tax: 2,
  discount: 2.5,
  currency: 'EUR',
  products: [
    { product_id: 'drill', name: 'Drill', category: 'Tools', price: 19, quantity: 1 },
    { product_id: 'bits', name: 'Bits', price: 3, quantity: 2 },
  ],
};

/** Segment's calls, which RudderStack's and Customer.io's libraries share. */
function tell(analytics) {
  analytics.identify({ userId: user, anonymousId: `anon-${user}`, traits });
  analytics.track({ userId: user, event: 'Product Viewed', properties: viewed });
  analytics.page({ userId: user, name: 'Prices', properties: page });
  analytics.track({ userId: user, event: 'Order Completed', properties: order });
  analytics.group({ userId: user, groupId: 'acme', traits: { name: 'Acme', employees: 12 } });
  analytics.alias({ userId: user, previousId: `old-${user}` });
}

const libraries = {
  async segment() {
    const { Analytics } = await import('@segment/analytics-node');
    const analytics = new Analytics({ writeKey: key, host: address });
    tell(analytics);
    await analytics.closeAndFlush();
  },
  async customerio() {
    const { Analytics } = await import('@customerio/cdp-analytics-node');
    const analytics = new Analytics({ writeKey: key, host: address });
    tell(analytics);
    await analytics.closeAndFlush();
  },
  async rudderstack() {
    const { default: RudderAnalytics } = await import('@rudderstack/rudder-sdk-node');
    const analytics = new RudderAnalytics(key, { dataPlaneUrl: address });
    tell(analytics);
    await analytics.flush();
  },
  async posthog() {
    const { PostHog } = await import('posthog-node');
    const posthog = new PostHog(key, { host: address });
    posthog.identify({ distinctId: user, properties: { ...traits, name: 'Ada Byron' } });
    posthog.capture({ distinctId: user, event: 'Product Viewed', properties: viewed });
    posthog.capture({ distinctId: user, event: '$pageview', properties: { $current_url: page.url, title: page.title } });
    posthog.capture({ distinctId: user, event: 'Order Completed', properties: order });
    posthog.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { name: 'Acme' } });
    posthog.alias({ distinctId: user, alias: `old-${user}` });
    await posthog.shutdown();
  },
  async snowplow() {
    const snowplow = await import('@snowplow/node-tracker');
    const { hostname, port } = new URL(address);
    const sent = new Promise((done, fail) => {
      const tracker = snowplow.newTracker(
        { namespace: 'test', appId: key, encodeBase64: true },
        {
          endpoint: hostname,
          port: Number(port),
          protocol: 'http',
          bufferSize: 20,
          onRequestSuccess: done,
          onRequestFailure: fail,
        },
      );
      tracker.setUserId(user);
      tracker.setDomainUserId(`device-${user}`);
      tracker.track(snowplow.buildPageView({ pageUrl: page.url, pageTitle: page.title }));
      const seen = { schema: 'iglu:com.acme/product_viewed/jsonschema/1-0-0', data: viewed };
      tracker.track(snowplow.buildSelfDescribingEvent({ event: seen }));
      const told = { schema: 'iglu:com.acme/order_completed/jsonschema/1-0-0', data: order };
      tracker.track(snowplow.buildSelfDescribingEvent({ event: told }));
      const who = { schema: 'iglu:com.acme/identify/jsonschema/1-0-0', data: { ...traits, name: 'Ada Byron' } };
      tracker.track(snowplow.buildSelfDescribingEvent({ event: who }));
      tracker.flush();
    });
    await sent;
  },
};

await libraries[library]();
