// The columns of the list of customers.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AnalysisQuality, CustomerRow } from '@/api/types';
import type { Column } from '@/components/DataTable';
import { type I18n, useI18n } from '@/i18n';
import { qualityQuery } from '../today/api';
import { StateMark } from './StateMark';

export const optional = [
  'orders',
  'last_order',
  'usual_gap',
  'next',
  'sales',
  'at_risk',
  'alive',
  'expected',
  'owner',
  'rfm',
] as const;
export const shownAtFirst: string[] = ['orders', 'last_order', 'usual_gap', 'next', 'sales', 'at_risk', 'expected'];

/** Values are margin where costs are known, else sales; the heads say which. */
function allColumns({ t, f }: Pick<I18n, 't' | 'f'>, basis: AnalysisQuality['basis']): Column<CustomerRow>[] {
  return [
    {
      id: 'name',
      header: t('customers.name'),
      sort: 'name',
      cell: (c) => (
        <Link className="link" to="/customers/$key" params={{ key: c.key }}>
          {c.name}
        </Link>
      ),
      title: (c) => (c.name === c.id ? c.name : `${c.name} · ${c.id}`),
      long: true,
    },
    {
      id: 'state',
      header: t('customers.state'),
      width: 132,
      narrow: 124,
      cell: (c) => <StateMark state={c.state} expected={c.next_expected?.at} />,
    },
    {
      id: 'owner',
      header: t('customers.owner'),
      width: 140,
      wideOnly: true,
      cell: (c) => c.owner ?? '–',
      title: (c) => c.owner ?? undefined,
    },
    {
      id: 'orders',
      header: t('customers.orders'),
      right: true,
      wideOnly: true,
      width: 88,
      sort: 'orders',
      cell: (c) => f.number(c.orders),
    },
    {
      id: 'last_order',
      header: t('customers.last_order'),
      right: true,
      wideOnly: true,
      width: 120,
      sort: 'last_order',
      cell: (c) => (c.last_order ? f.date(c.last_order) : '–'),
    },
    {
      id: 'usual_gap',
      header: t('customers.usual_gap'),
      hint: t('customers.usual_gap_hint'),
      right: true,
      width: 104,
      wideOnly: true,
      cell: (c) => (c.usual_gap_days == null ? '–' : f.days(c.usual_gap_days)),
    },
    {
      id: 'next',
      header: t('customers.next'),
      hint: t('customers.next_hint'),
      right: true,
      width: 128,
      wideOnly: true,
      cell: (c) => (c.next_expected ? f.date(c.next_expected.at) : '–'),
      title: (c) => (c.next_expected ? `${f.date(c.next_expected.from)} – ${f.date(c.next_expected.to)}` : undefined),
    },
    {
      id: 'sales',
      header: t('customers.sales'),
      right: true,
      width: 104,
      narrow: 80,
      sort: 'sales',
      cell: (c) => f.wholeMoney(c.sales),
    },
    {
      id: 'at_risk',
      header: t(`customers.at_risk.${basis}`),
      hint: t(`customers.at_risk_hint.${basis}`),
      right: true,
      width: 104,
      narrow: 76,
      sort: 'value_at_risk',
      cell: (c) => (c.value_at_risk ? f.wholeMoney(c.value_at_risk) : '–'),
    },
    {
      id: 'expected',
      header: t(`customers.expected.${basis}`),
      hint: t(`customers.expected_hint.${basis}`),
      right: true,
      width: 112,
      sort: 'expected_value',
      wideOnly: true,
      cell: (c) => (c.expected_value ? f.wholeMoney(c.expected_value) : '–'),
    },
    {
      id: 'alive',
      header: t('customers.alive'),
      hint: t('customers.alive_hint'),
      right: true,
      width: 104,
      sort: 'alive',
      cell: (c) => (c.alive == null ? '–' : f.chance(c.alive)),
    },
    {
      id: 'rfm',
      header: t('customers.rfm'),
      hint: t('customers.rfm_hint'),
      right: true,
      width: 72,
      cell: (c) => c.rfm ?? '–',
    },
  ];
}

/** What the analyses value customers by: the heads of their columns name it. */
export function useBasis(): AnalysisQuality['basis'] {
  return useQuery(qualityQuery).data?.find((one) => one.analysis === 'decline')?.basis ?? 'sales';
}

export function useCustomerColumns(shown: string[]): Column<CustomerRow>[] {
  const i18n = useI18n();
  const basis = useBasis();
  return allColumns(i18n, basis).filter((c) => c.id === 'name' || c.id === 'state' || shown.includes(c.id));
}
