// Patterns: bought A, then B, more than their like; and, when asked for, less than their like.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { AsOf } from '@/components/AsOf';
import { DataTable } from '@/components/DataTable';
import { ExportMenu } from '@/components/ExportMenu';
import { Page } from '@/components/Page';
import { Failed, Loading } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { WorklistLinks } from '../today/WorklistLinks';
import { patternsQuery } from './api';
import { usePatternColumns } from './columns';
import { Meaning } from './Meaning';
import { PatternsEmpty } from './PatternsEmpty';
import { PatternsFilters } from './PatternsFilters';

// The charts are half of all code; they come when a picture is asked for.
const Flow = lazy(async () => ({ default: (await import('./Flow')).Flow }));

export function Patterns() {
  const { t, f } = useI18n();
  const navigate = useNavigate({ from: '/patterns' });
  const { view, ...filters } = useSearch({ from: '/patterns' });
  const query = useInfiniteQuery(patternsQuery(filters));
  const below = filters.below ?? false;
  const columns = usePatternColumns(below);
  const { first, rows, onEnd } = usePages(query);

  const set = first?.set ?? undefined;
  const empty = first && <PatternsEmpty patterns={first} filters={filters} />;
  return (
    <Page
      title={t('nav.patterns')}
      note={
        first && (
          <>
            {below
              ? t('patterns.count_less', { n: first.total })
              : first.clear === 0 && first.total > 0
                ? t('patterns.none_clear', { n: first.total })
                : first.clear < first.total
                  ? t('patterns.clear', { n: first.clear, total: f.number(first.total) })
                  : t('patterns.count', { n: first.total })}{' '}
            · <AsOf moment={set?.as_of} stale={first.state === 'stale'} />
          </>
        )
      }
      actions={
        <>
          <WorklistLinks />
          <ExportMenu list="patterns" filters={filters} />
        </>
      }
      filters={<PatternsFilters />}
    >
      {set && <Meaning set={set} below={below} leftOut={first?.left_out ?? 0} />}
      {query.error && !first && <Failed error={query.error} retry={() => query.refetch()} />}
      {!first && !query.error && <Loading rows={14} />}
      {first &&
        (rows.length === 0 ? (
          empty
        ) : view === 'flow' && !below ? (
          <Suspense fallback={<Loading rows={12} />}>
            <Flow filters={filters} />
          </Suspense>
        ) : (
          <DataTable
            label={t('nav.patterns')}
            columns={columns}
            rows={rows}
            total={first.total}
            rowKey={(row) => row.id}
            sorting={{
              by: filters.sort ?? 'lift',
              descending: filters.sort !== 'q' && (!below || (filters.sort ?? 'lift') !== 'lift'),
              set: (sort) => navigate({ search: (old) => ({ ...old, sort }), replace: true }),
            }}
            onOpen={(row) => navigate({ to: '/patterns/$id', params: { id: row.id } })}
            onEnd={onEnd}
          />
        ))}
    </Page>
  );
}
