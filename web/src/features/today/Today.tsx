// Today: whom to contact and why, in the order that did best on the company's own past.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { AsOf } from '@/components/AsOf';
import { ExportMenu } from '@/components/ExportMenu';
import { Page } from '@/components/Page';
import { useI18n } from '@/i18n';
import { TODAY, tasksQuery } from './api';
import { ListQuality } from './ListQuality';
import { TaskDesk } from './TaskDesk';
import { TodayEmpty } from './TodayEmpty';
import { TodayFilters } from './TodayFilters';
import { WorklistLinks } from './WorklistLinks';

export function Today() {
  const { t, f, find } = useI18n();
  const { kind, owner, state } = useSearch({ from: '/today' });
  const filters = { kind, owner, state };
  const first = useInfiniteQuery(tasksQuery(TODAY, filters)).data?.pages[0];
  const basis = first?.items[0]?.basis ?? 'sales';
  const facts = first
    ? [
        t('today.left', { n: first.counts.open }),
        t('today.done', { n: first.counts.done_today }),
        ...(first.total_value_at_risk
          ? [t(`today.at_risk.${basis}`, { value: f.wholeMoney(first.total_value_at_risk) })]
          : []),
      ]
    : [];
  return (
    <Page
      title={t('today.title')}
      note={
        first && (
          <>
            {facts.join(' · ')} · <AsOf moment={first.as_of} />
            {first.items.length > 0 && <div>{find(`today.ordered_by.${first.ordered_by}`)}</div>}
          </>
        )
      }
      actions={
        <>
          <WorklistLinks />
          <ExportMenu list="today" filters={filters} />
        </>
      }
      filters={<TodayFilters />}
    >
      {first && first.items.length > 0 && <ListQuality />}
      <TaskDesk list={TODAY} filters={filters} empty={<TodayEmpty filtered={Boolean(kind || owner)} state={state} />} />
    </Page>
  );
}
