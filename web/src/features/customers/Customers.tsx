// The list of customers.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AsOf } from '@/components/AsOf';
import { DataTable } from '@/components/DataTable';
import { ExportMenu } from '@/components/ExportMenu';
import { Page } from '@/components/Page';
import { Failed, Loading } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { customersQuery } from './api';
import { CustomersEmpty } from './CustomersEmpty';
import { CustomersFilters } from './CustomersFilters';
import { shownAtFirst, useCustomerColumns } from './columns';

export function Customers() {
  const { t } = useI18n();
  const navigate = useNavigate({ from: '/customers' });
  const { columns: shown, ...filters } = useSearch({ from: '/customers' });
  const query = useInfiniteQuery(customersQuery(filters));
  const columns = useCustomerColumns(shown ? shown.split('.') : shownAtFirst);
  const { first, rows, onEnd } = usePages(query);
  const { q, state, owner, segment, min_value } = filters;
  const filtered = Boolean(q || state || owner || segment || min_value);

  return (
    <Page
      title={t('nav.customers')}
      note={
        first && (
          <>
            {t('customers.count', { n: first.total })} · <AsOf moment={first.as_of} />
          </>
        )
      }
      actions={<ExportMenu list="customers" filters={filters} />}
      filters={<CustomersFilters />}
    >
      {query.error && !first ? (
        <Failed error={query.error} retry={() => query.refetch()} />
      ) : first ? (
        <DataTable
          label={t('nav.customers')}
          columns={columns}
          rows={rows}
          total={first.total}
          rowKey={(row) => row.key}
          sorting={{
            by: filters.sort ?? 'sales',
            descending: (filters.order ?? (filters.sort === 'name' ? 'asc' : 'desc')) === 'desc',
            set: (sort, descending) =>
              navigate({ search: (old) => ({ ...old, sort, order: descending ? 'desc' : 'asc' }), replace: true }),
          }}
          onOpen={(row) => navigate({ to: '/customers/$key', params: { key: row.key } })}
          onEnd={onEnd}
          empty={<CustomersEmpty filtered={filtered} />}
        />
      ) : (
        <Loading rows={14} />
      )}
    </Page>
  );
}
