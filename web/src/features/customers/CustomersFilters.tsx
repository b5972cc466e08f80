// Search, filters and columns of the list of customers; all live in the URL.
import { Button, Checkbox, Menu, NumberInput, Select, Stack } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconColumns } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { customerStates } from '@/app/search';
import { SearchField } from '@/components/SearchField';
import { useI18n } from '@/i18n';
import { optional, shownAtFirst, useBasis } from './columns';
import { OwnerFilter } from './OwnerFilter';

const segments = [
  'champions',
  'loyal',
  'promising',
  'new',
  'needs_attention',
  'at_risk',
  'cannot_lose',
  'hibernating',
  'lost',
] as const;
const heads = {
  orders: 'customers.orders',
  last_order: 'customers.last_order',
  usual_gap: 'customers.usual_gap',
  next: 'customers.next',
  sales: 'customers.sales',
  alive: 'customers.alive',
  owner: 'customers.owner',
  rfm: 'customers.rfm',
} as const;
/** Columns of money that may be margin or sales. */
const valued = { at_risk: 'customers.at_risk', expected: 'customers.expected' } as const;

export function CustomersFilters() {
  const { t, find } = useI18n();
  const navigate = useNavigate({ from: '/customers' });
  const search = useSearch({ from: '/customers' });
  const set = (change: Partial<typeof search>) => navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const setLeast = useDebouncedCallback(
    (least: number | string) => set({ min_value: Number(least) || undefined }),
    400,
  );
  const basis = useBasis();
  const shown = search.columns ? search.columns.split('.') : shownAtFirst;
  const toggle = (id: string) => {
    const next = shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
    set({ columns: next.length > 0 ? next.join('.') : 'name' });
  };
  return (
    <>
      <SearchField label={t('customers.search')} value={search.q ?? ''} onChange={(q) => set({ q: q || undefined })} />
      <Select
        w={150}
        aria-label={t('customers.state')}
        placeholder={t('customers.all_states')}
        clearable
        data={customerStates.map((state) => ({ value: state, label: t(`customers.state.${state}`) }))}
        value={search.state ?? null}
        onChange={(state) => set({ state: customerStates.find((one) => one === state) })}
      />
      <OwnerFilter value={search.owner} onChange={(owner) => set({ owner })} />
      <Select
        w={170}
        aria-label={t('customers.segment')}
        placeholder={t('customers.all_segments')}
        clearable
        data={segments.map((segment) => ({ value: segment, label: find(`segment.${segment}`) ?? segment }))}
        value={search.segment ?? null}
        onChange={(segment) => set({ segment: segment ?? undefined })}
      />
      <NumberInput
        w={150}
        min={0}
        hideControls
        aria-label={t('customers.least_sales')}
        placeholder={t('customers.least_sales')}
        defaultValue={search.min_value ?? ''}
        onChange={setLeast}
      />
      <Menu closeOnItemClick={false}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconColumns size={14} aria-hidden="true" />}>
            {t('list.columns')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown p="sm">
          <Stack gap="sm">
            {optional.map((id) => (
              <Checkbox
                key={id}
                size="xs"
                label={id === 'at_risk' || id === 'expected' ? t(`${valued[id]}.${basis}`) : t(heads[id])}
                checked={shown.includes(id)}
                onChange={() => toggle(id)}
              />
            ))}
          </Stack>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
