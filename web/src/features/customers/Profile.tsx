// Value, how to reach, and what the sources told of a customer.
import type { CustomerProfile } from '@/api/types';
import { type Fact, Facts } from '@/components/Facts';
import { useI18n } from '@/i18n';
import { Reach } from '../today/Reach';
import css from './CustomerPage.module.css';

export function Profile({ profile }: { profile: CustomerProfile }) {
  const { t, f, find } = useI18n();
  const { customer: c, basis } = profile;
  const value: Fact[] = [
    [t('customers.sales'), f.money(c.sales)],
    [t('customers.orders'), f.number(c.orders)],
    [t('customers.first_order'), c.first_order ? f.date(c.first_order) : undefined],
    [t('customers.last_order'), c.last_order ? f.date(c.last_order) : undefined],
    [t('customers.usual_gap'), c.usual_gap_days == null ? undefined : f.days(c.usual_gap_days)],
    [t('customer.expected_orders'), profile.expected_orders == null ? undefined : f.fixed(profile.expected_orders, 1)],
    [t(`customer.expected_value.${basis}`), c.expected_value ? f.wholeMoney(c.expected_value) : undefined],
    [t(`customer.value_per_order.${basis}`), profile.value_per_order ? f.money(profile.value_per_order) : undefined],
    [t('customers.alive'), c.alive == null ? undefined : f.chance(c.alive)],
    [t('customers.segment'), profile.segment ? (find(`segment.${profile.segment}`) ?? profile.segment) : undefined],
    [t('customers.rfm'), c.rfm ?? undefined],
  ];
  const attributes: Fact[] = Object.entries(profile.attributes);
  return (
    <>
      <section className={css.section}>
        <h2>{t('customer.value')}</h2>
        <Facts facts={value} />
      </section>
      <section className={css.section}>
        <h2>{t('today.reach')}</h2>
        <Reach phone={profile.phone} email={profile.email} />
      </section>
      {(attributes.length > 0 || c.owner) && (
        <section className={css.section}>
          <h2>{t('customer.profile')}</h2>
          <Facts facts={[[t('customers.owner'), c.owner ?? undefined], ...attributes]} />
        </section>
      )}
    </>
  );
}
