// What is open with one customer, to act on from their own page.
import { useState } from 'react';
import type { Opportunities, Opportunity } from '@/api/types';
import { useI18n } from '@/i18n';
import { useCustomerName } from '../customers/name';
import { useReason } from '../today/reason';
import { HotMark } from './HotMark';
import { OpportunityActions } from './OpportunityActions';
import css from './opportunities.module.css';
import { useActing } from './useActing';

const SHOWN = 4;

export function OpenHere({ open }: { open: Opportunities }) {
  const { t, f } = useI18n();
  const reason = useReason();
  const nameOf = useCustomerName();
  const act = useActing();
  const [all, setAll] = useState(false);
  const { items, now } = open;
  // Of what ends within two days the hour matters.
  const soon = (one: Opportunity) => Date.parse(one.expires_at) - Date.parse(now) < 2 * 86_400_000;
  return (
    <section>
      <h2 className={css.heading}>{t('customer.open')}</h2>
      <ul className={css.open}>
        {items.slice(0, all ? undefined : SHOWN).map((one) => (
          <li key={one.id}>
            <div>
              {one.hot && <HotMark hint={t('opportunities.hot_hint')} />}
              {reason.long(one.reason, nameOf({ id: one.customer_id, name: one.name }))}
            </div>
            <div className={css.foot}>
              <span className="dimmed small">
                {Number(one.value.amount) > 0 && `${t('opportunities.to_win', { value: f.wholeMoney(one.value) })} · `}
                <span title={f.dateTime(one.expires_at)}>
                  {t('opportunities.until', { date: soon(one) ? f.dateTime(one.expires_at) : f.date(one.expires_at) })}
                </span>
              </span>
              <OpportunityActions one={one} onAct={act} />
            </div>
          </li>
        ))}
      </ul>
      {!all && items.length > SHOWN && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          {t('opportunities.more', { n: items.length - SHOWN })}
        </button>
      )}
    </section>
  );
}
