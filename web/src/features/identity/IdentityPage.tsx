// Who is whom: what makes two names one customer, and what was joined so far.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MergeShown } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { useUndoMerge } from '../customers/api';
import { identityRulesQuery, mergesQuery } from './api';
import css from './identity.module.css';
import { RulesForm } from './RulesForm';

export function IdentityPage() {
  const { t } = useI18n();
  const rules = useQuery(identityRulesQuery);
  const merges = useInfiniteQuery(mergesQuery);
  const { first, rows, onEnd } = usePages(merges);
  const columns = useColumns();
  return (
    <Page
      title={t('identity.title')}
      note={t('identity.note')}
      actions={
        <Button component={Link} to="/sources" variant="default">
          {t('nav.sources')}
        </Button>
      }
    >
      <div className={css.page}>
        {rules.data ? (
          <RulesForm rules={rules.data} />
        ) : rules.error ? (
          <Failed error={rules.error} />
        ) : (
          <Loading rows={5} />
        )}
        <h2 className={css.heading}>{t('identity.merges')}</h2>
        {merges.error && !first ? (
          <Failed error={merges.error} retry={() => merges.refetch()} />
        ) : first ? (
          <DataTable
            label={t('identity.merges')}
            columns={columns}
            rows={rows}
            rowKey={(row) => `${row.from} ${row.into} ${row.merged_at}`}
            onEnd={onEnd}
            empty={<Empty title={t('identity.none')}>{t('identity.none_hint')}</Empty>}
          />
        ) : (
          <Loading rows={6} />
        )}
      </div>
    </Page>
  );
}

function useColumns(): Column<MergeShown>[] {
  const { t, f, find } = useI18n();
  const undo = useUndoMerge();
  const why = (row: MergeShown) => `${find(`merge.by.${row.joined_by}`) ?? row.joined_by}: ${row.evidence}`;
  return [
    {
      id: 'when',
      header: t('identity.when'),
      width: 190,
      wideOnly: true,
      cell: (row) => f.dateTime(row.merged_at),
    },
    { id: 'from', header: t('identity.name'), cell: (row) => row.from, title: (row) => row.from, long: true },
    { id: 'into', header: t('identity.customer'), cell: (row) => row.into, title: (row) => row.into, long: true },
    { id: 'why', header: t('identity.why'), cell: why, title: why, long: true, wideOnly: true },
    {
      id: 'undo',
      header: t('identity.undo_head'),
      width: 190,
      narrow: 110,
      cell: (row) =>
        row.undone_at ? (
          <span className="dimmed small">
            {t('merge.undone', { date: f.date(row.undone_at), who: row.undone_by ?? '' })}
          </span>
        ) : (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={undo.isPending && undo.variables.from === row.from}
            onClick={() => undo.mutate({ from: row.from, into: row.into })}
          >
            {t('identity.undo')}
          </Button>
        ),
    },
  ];
}
