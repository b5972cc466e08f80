// Today: a day's work of all that is due, whom to contact and why, in the order that did best on the company's own past.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { AsOf } from '@/components/AsOf';
import { ExportMenu } from '@/components/ExportMenu';
import { Page } from '@/components/Page';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { isOpportunity } from '../opportunities/HotMark';
import { TODAY, tasksQuery } from './api';
import { ListQuality } from './ListQuality';
import { TaskDesk } from './TaskDesk';
import { TodayEmpty } from './TodayEmpty';
import { TodayFilters } from './TodayFilters';
import { WorklistLinks } from './WorklistLinks';

export function Today() {
  const { t, f, find } = useI18n();
  const narrow = useNarrow();
  const { kind, owner, state, scope, task } = useSearch({ from: '/today' });
  const filters = { kind, owner, state, scope };
  const first = useInfiniteQuery(tasksQuery(TODAY, filters)).data?.pages[0];
  const basis = first?.items[0]?.basis ?? 'sales';
  const day = first?.day;
  const head = first?.items[0];
  const order = head && find(`today.ordered_by.${first.ordered_by}`);
  const hot = head !== undefined && isOpportunity(head.reason);
  const facts = first
    ? [
        ...(day ? [t('today.day', { done: day.done, n: day.done + day.left })] : []),
        t('today.due', { n: first.due }),
        ...(first.total_value_at_risk
          ? [
              t(scope || state ? `today.at_stake.${basis}` : `today.at_stake_today.${basis}`, {
                value: f.wholeMoney(first.total_value_at_risk),
              }),
            ]
          : []),
      ]
    : [];
  // In a narrow window an open task has the screen for itself.
  const alone = narrow && task !== undefined;
  return (
    <Page
      title={t('today.title')}
      note={
        first &&
        !alone && (
          <>
            {facts.join(' · ')} · <AsOf moment={first.as_of} />
            {order && (
              <div>{hot ? t('today.hot_first', { order: order[0]?.toLowerCase() + order.slice(1) }) : order}</div>
            )}
          </>
        )
      }
      actions={
        alone ? undefined : (
          <>
            <WorklistLinks />
            <ExportMenu list="today" filters={filters} />
          </>
        )
      }
      filters={alone ? undefined : <TodayFilters day={day ?? undefined} due={first?.due} />}
    >
      {first && first.items.length > 0 && !alone && <ListQuality length={day?.length} />}
      <TaskDesk
        list={TODAY}
        filters={filters}
        empty={<TodayEmpty filtered={Boolean(kind || owner)} state={state} today={first} />}
      />
    </Page>
  );
}
