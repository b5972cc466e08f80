// The live feed: what there is to act on now, newest first.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Opportunity } from '@/api/types';
import { useShortcuts } from '@/app/shortcuts';
import { DataTable } from '@/components/DataTable';
import { ExportMenu } from '@/components/ExportMenu';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { opportunitiesQuery } from './api';
import { useOpportunityColumns } from './columns';
import { OpportunitiesFilters } from './OpportunitiesFilters';
import { useActing } from './useActing';

export function Opportunities() {
  const { t, f } = useI18n();
  const navigate = useNavigate({ from: '/opportunities' });
  const filters = useSearch({ from: '/opportunities' });
  const query = useInfiniteQuery(opportunitiesQuery(filters));
  const { first, rows, onEnd } = usePages(query);
  const act = useActing();
  const columns = useOpportunityColumns({ now: first?.now ?? new Date().toISOString(), onAct: act });
  const [current, setCurrent] = useState<Opportunity>();
  const open = current && rows.find((row) => row.id === current.id && row.state === 'open');
  useShortcuts({ a: () => open && act(open, { act: 'accept' }) }, open !== undefined);
  const filtered = Object.keys(filters).length > 0;

  return (
    <Page
      title={t('nav.opportunities')}
      note={
        first && (
          <>
            {t(filters.state ? 'opportunities.count' : 'opportunities.count_open', { n: first.total })} ·{' '}
            {t('opportunities.as_of', { date: f.dateTime(first.now) })}
          </>
        )
      }
      actions={
        <>
          <Button component={Link} to="/opportunities/rules" variant="default">
            {t('opportunities.rules')}
          </Button>
          <ExportMenu list="opportunities" filters={filters} />
        </>
      }
      filters={<OpportunitiesFilters />}
    >
      {query.error && !first ? (
        <Failed error={query.error} retry={() => query.refetch()} />
      ) : first ? (
        <DataTable
          label={t('nav.opportunities')}
          columns={columns}
          rows={rows}
          total={first.total}
          rowKey={(row) => row.id}
          onSelect={setCurrent}
          onOpen={(row) => navigate({ to: '/customers/$key', params: { key: row.customer } })}
          onEnd={onEnd}
          empty={
            <Empty title={t(filtered ? 'opportunities.none_here' : 'opportunities.none')}>
              {!filtered && t('opportunities.none_hint')}
            </Empty>
          }
        />
      ) : (
        <Loading rows={14} />
      )}
    </Page>
  );
}
