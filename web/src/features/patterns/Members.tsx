// Who is in a pattern: window open, bought B, window over.
import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { PatternDetail, PatternMember } from '@/api/types';
import { windows } from '@/app/search';
import { type Column, DataTable } from '@/components/DataTable';
import { ExportMenu } from '@/components/ExportMenu';
import { Empty, Failed, Loading } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { membersQuery } from './api';
import css from './patterns.module.css';

function useColumns(bought: boolean): Column<PatternMember>[] {
  const { t, f } = useI18n();
  return [
    {
      id: 'name',
      header: t('customers.name'),
      cell: (m) => (
        <Link className="link" to="/customers/$key" params={{ key: m.key }}>
          {m.name}
        </Link>
      ),
      title: (m) => m.name,
    },
    { id: 'owner', header: t('customers.owner'), width: 160, wideOnly: true, cell: (m) => m.owner ?? '–' },
    { id: 'a', header: t('pattern.bought_a'), right: true, width: 128, cell: (m) => f.date(m.bought_a_at) },
    bought
      ? {
          id: 'b',
          header: t('pattern.bought_b'),
          right: true,
          width: 128,
          cell: (m) => (m.bought_b_at ? f.date(m.bought_b_at) : '–'),
        }
      : {
          id: 'closes',
          header: t('pattern.closes'),
          right: true,
          width: 136,
          wideOnly: true,
          cell: (m) => f.date(m.closes_at),
        },
    {
      id: 'left',
      header: t('pattern.days_left'),
      right: true,
      width: 112,
      cell: (m) => f.number(Math.max(0, Math.round(m.days_left))),
    },
    {
      id: 'sales',
      header: t('customers.sales'),
      right: true,
      width: 112,
      cell: (m) => (m.sales ? f.wholeMoney(m.sales) : '–'),
    },
  ];
}

export function Members({ detail }: { detail: PatternDetail }) {
  const { t, f } = useI18n();
  const navigate = useNavigate({ from: '/patterns/$id' });
  const window = useSearch({ from: '/patterns/$id' }).window ?? 'open';
  const { id } = detail.pattern;
  const query = useInfiniteQuery(membersQuery(id, window));
  const columns = useColumns(window === 'bought');
  const { first, rows, onEnd } = usePages(query);
  return (
    <section className={css.who} id="who">
      <div className={css.whohead}>
        <h2>{t('pattern.who')}</h2>
        <SegmentedControl
          aria-label={t('pattern.who')}
          data={windows.map((one) => ({
            value: one,
            label: `${t(`pattern.window.${one}`)} ${f.number(detail.windows[one])}`,
          }))}
          value={window}
          onChange={(next) => navigate({ search: { window: windows.find((one) => one === next) }, replace: true })}
        />
        {window === 'open' && detail.windows.open > 0 && !detail.pattern.below && (
          <span className="dimmed small">
            {t('pattern.open_value', {
              n: Math.round(detail.expected_followers * 10) / 10,
              value: f.wholeMoney(detail.open_value),
              each: f.money(detail.value_of_follower),
            })}
          </span>
        )}
        <ExportMenu list="pattern-members" filters={{ id, window }} />
      </div>
      {query.error && !first && <Failed error={query.error} retry={() => query.refetch()} />}
      {!first && !query.error && <Loading rows={8} />}
      {first && (
        <div className={css.members} style={{ height: Math.min(480, 38 + Math.max(3, rows.length) * 39) }}>
          <DataTable
            label={t(`pattern.members.${window}`)}
            columns={columns}
            rows={rows}
            total={first.total}
            rowKey={(row) => row.key}
            onOpen={(row) => navigate({ to: '/customers/$key', params: { key: row.key } })}
            onEnd={onEnd}
            empty={<Empty title={t('pattern.members.empty')} />}
          />
        </div>
      )}
    </section>
  );
}
