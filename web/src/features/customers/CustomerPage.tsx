// A customer's whole story on one page.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { AsOf } from '@/components/AsOf';
import { Body, Page } from '@/components/Page';
import { Failed, Loading } from '@/components/states';
import { useI18n } from '@/i18n';
import { opportunitiesQuery } from '../opportunities/api';
import { OpenHere } from '../opportunities/OpenHere';
import { customerQuery } from './api';
import { Categories } from './Categories';
import css from './CustomerPage.module.css';
import { LogTouchPoint } from './LogTouchPoint';
import { useCustomerName } from './name';
import { Profile } from './Profile';
import { RhythmChart } from './RhythmChart';
import { StateMark } from './StateMark';
import { TimelinePanel } from './TimelinePanel';
import { WhyListed } from './WhyListed';

export function CustomerPage() {
  const { t } = useI18n();
  const { key } = useParams({ from: '/customers/$key' });
  const query = useQuery(customerQuery(key));
  const nameOf = useCustomerName();
  const opportunities = useInfiniteQuery(opportunitiesQuery({ customer: key }));
  const open = opportunities.data?.pages[0];
  const hasOpen = open !== undefined && open.items.length > 0;
  if (query.error) return <Failed page error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading />;
  const profile = query.data;
  const { customer } = profile;
  return (
    <Page
      title={nameOf(customer)}
      note={
        <>
          {customer.name !== customer.id && `${customer.id} · `}
          <AsOf moment={profile.as_of} />
        </>
      }
      actions={<StateMark state={customer.state} expected={customer.next_expected?.at} />}
    >
      <Body label={nameOf(customer)}>
        <div className={css.columns}>
          <div className={css.column}>
            <RhythmChart customer={customer} />
            <section className={css.section}>
              <h2>{t('customer.categories')}</h2>
              <Categories customer={key} />
            </section>
            <section className={css.section}>
              <h2>{t('customer.timeline')}</h2>
              <LogTouchPoint customer={key} />
              <TimelinePanel customer={key} />
            </section>
          </div>
          <aside className={css.column} aria-label={t('customer.about')}>
            {hasOpen && <OpenHere key={key} open={open} />}
            <WhyListed profile={profile} quiet={hasOpen || opportunities.isPending} />
            <Profile profile={profile} />
          </aside>
        </div>
      </Body>
    </Page>
  );
}
