// Who is whom: what makes two names one customer, and what was joined so far.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MayBeOne, MergeShown } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading, useProblem } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { useUndoMerge } from '../customers/api';
import { useIdName } from '../customers/idName';
import { identityRulesQuery, mergesQuery, suggestionsQuery, useMerge } from './api';
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
        <Suggested />
        <h2 className={css.heading}>{t('identity.merges')}</h2>
        {merges.error && !first ? (
          <Failed error={merges.error} retry={() => merges.refetch()} />
        ) : first ? (
          <div className={css.merges}>
            <DataTable
              label={t('identity.merges')}
              columns={columns}
              rows={rows}
              rowKey={(row) => `${row.from} ${row.into} ${row.merged_at}`}
              onEnd={onEnd}
              empty={<Empty title={t('identity.none')}>{t('identity.none_hint')}</Empty>}
            />
          </div>
        ) : (
          <Loading rows={6} />
        )}
      </div>
    </Page>
  );
}

/** Heights of a table's head and row, and the rows in view before it scrolls. */
const [HEAD, ROW, SHOWN] = [42, 39, 6];

/** Who may be one customer, for a person to judge; nothing on screen while there is nobody. */
function Suggested() {
  const { t, find } = useI18n();
  const suggestions = useQuery(suggestionsQuery);
  const merge = useMerge();
  const problem = useProblem();
  const nameOf = useIdName();
  const rows = suggestions.data?.items ?? [];
  if (rows.length === 0) return null;
  const named = (name: string, id: string) => (name === id ? nameOf(id) : `${name} (${nameOf(id)})`);
  const share = (row: MayBeOne) => `${find(`identity.kind.${row.kind}`) ?? row.kind}: ${row.shared}`;
  const why = (row: MayBeOne) => find(`identity.not.${row.why}`) ?? row.why;
  const columns: Column<MayBeOne>[] = [
    {
      id: 'first',
      header: t('identity.first'),
      cell: (row) => named(row.first_name, row.first),
      title: (row) => row.first,
      long: true,
    },
    {
      id: 'second',
      header: t('identity.second'),
      cell: (row) => named(row.second_name, row.second),
      title: (row) => row.second,
      long: true,
    },
    { id: 'share', header: t('identity.share'), cell: share, title: share, long: true, wideOnly: true },
    { id: 'why', header: t('identity.not'), cell: why, title: why, long: true, wideOnly: true },
    {
      id: 'join',
      header: t('identity.join_head'),
      width: 190,
      narrow: 110,
      cell: (row) => (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={merge.isPending && merge.variables.from === row.second}
          onClick={() =>
            merge.mutate(
              { from: row.second, into: row.first },
              {
                onError: (error) =>
                  notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) }),
              },
            )
          }
        >
          {t('identity.join')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <h2 className={css.heading}>{t('identity.suggested')}</h2>
      <div className={css.suggested} style={{ height: HEAD + ROW * Math.min(rows.length, SHOWN) }}>
        <DataTable
          label={t('identity.suggested')}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.first} ${row.second} ${row.shared}`}
        />
      </div>
    </>
  );
}

function useColumns(): Column<MergeShown>[] {
  const { t, f, find } = useI18n();
  const undo = useUndoMerge();
  const nameOf = useIdName();
  const why = (row: MergeShown) => `${find(`merge.by.${row.joined_by}`) ?? row.joined_by}: ${row.evidence}`;
  return [
    {
      id: 'when',
      header: t('identity.when'),
      width: 190,
      wideOnly: true,
      cell: (row) => f.dateTime(row.merged_at),
    },
    { id: 'from', header: t('identity.name'), cell: (row) => nameOf(row.from), title: (row) => row.from, long: true },
    {
      id: 'into',
      header: t('identity.customer'),
      cell: (row) => nameOf(row.into),
      title: (row) => row.into,
      long: true,
    },
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
