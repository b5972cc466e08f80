// How the first event is sent: ten lines to copy, for the library one has.
import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '@/i18n';
import css from './streams.module.css';

type Way = 'node' | 'python' | 'browser' | 'curl';

function snippet(way: Way, host: string, key: string): string {
  switch (way) {
    case 'node':
      return `import { Analytics } from '@segment/analytics-node';
const analytics = new Analytics({ writeKey: '${key}', host: '${host}' });
analytics.identify({ userId: 'ada', traits: { name: 'Ada', email: 'ada@example.com' } });
analytics.track({
  userId: 'ada',
  event: 'Product Viewed',
  properties: { product_id: 'P1', name: 'Coffee', price: 4.9 },
});
await analytics.closeAndFlush();`;
    case 'python':
      return `import segment.analytics as analytics
analytics.write_key = '${key}'
analytics.host = '${host}'
analytics.identify('ada', {'name': 'Ada', 'email': 'ada@example.com'})
analytics.track('ada', 'Product Viewed', {'product_id': 'P1', 'name': 'Coffee', 'price': 4.9})
analytics.flush()`;
    case 'browser':
      return `import { AnalyticsBrowser } from '@segment/analytics-next';
const analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${host}' });
analytics.page('Prices');`;
    case 'curl':
      return `curl ${host}/v1/track -u ${key}: -H 'content-type: application/json' \\
  -d '{"userId": "ada", "event": "Product Viewed", "properties": {"product_id": "P1", "name": "Coffee"}}'`;
  }
}

export function FirstEvent({ apiKey }: { apiKey: string }) {
  const { t } = useI18n();
  const [way, setWay] = useState<Way>('node');
  const text = snippet(way, window.location.origin, apiKey);
  return (
    <section className={css.firstEvent} aria-label={t('streams.first_event')}>
      <h2>{t('streams.first_event')}</h2>
      <div className={css.ways}>
        <SegmentedControl
          aria-label={t('streams.library')}
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={[
            { value: 'node', label: 'Node' },
            { value: 'python', label: 'Python' },
            { value: 'browser', label: t('streams.browser') },
            { value: 'curl', label: 'curl' },
          ]}
        />
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('streams.copied') : t('streams.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <pre className={css.snippet} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
