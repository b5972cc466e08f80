// The columns of the table of patterns.
import { Link } from '@tanstack/react-router';
import type { PatternRow } from '@/api/types';
import type { Column } from '@/components/DataTable';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { useFinding } from './finding';

/** Of pairs that are bought less: how many were expected to buy B in place of when, and of who is still to come. */
export function usePatternColumns(below: boolean): Column<PatternRow>[] {
  const { t, f } = useI18n();
  const narrow = useNarrow();
  const finding = useFinding();
  const columns: Column<PatternRow>[] = [
    {
      id: 'a',
      header: t('patterns.a'),
      cell: (p) => (
        <Link className="link" to="/patterns/$id" params={{ id: p.id }}>
          {p.a}
        </Link>
      ),
      title: (p) => p.a,
      long: true,
    },
    { id: 'b', header: t('patterns.b'), cell: (p) => p.b, title: (p) => p.b, long: true },
    {
      id: 'lift',
      header: narrow ? t('patterns.lift_short') : t('patterns.lift'),
      hint: t('patterns.lift_hint'),
      right: true,
      width: 120,
      narrow: 78,
      sort: 'lift',
      cell: (p) => <strong>{f.fixed(p.shrunk_lift, 2)}</strong>,
      title: finding,
    },
    {
      id: 'interval',
      header: t('patterns.interval'),
      hint: t('patterns.interval_hint'),
      right: true,
      width: 160,
      wideOnly: true,
      cell: (p) => `${f.fixed(p.lift, 2)} (${f.fixed(p.lift_low, 2)} – ${f.fixed(p.lift_high, 2)})`,
    },
    {
      id: 'n_ab',
      header: t('patterns.n_ab'),
      hint: t('patterns.n_ab_hint'),
      right: true,
      width: 96,
      wideOnly: true,
      sort: 'n_ab',
      cell: (p) => f.number(p.n_ab),
      title: (p) => `${f.number(p.n_ab)} / ${f.number(p.n_a)}`,
    },
    {
      id: 'expected',
      header: t('patterns.expected'),
      hint: t('patterns.expected_hint'),
      right: true,
      width: 96,
      wideOnly: true,
      cell: (p) => f.fixed(p.expected, 1),
    },
    {
      id: 'confidence',
      header: t('patterns.confidence'),
      hint: t('patterns.confidence_hint'),
      right: true,
      width: 72,
      wideOnly: true,
      sort: 'confidence',
      cell: (p) => f.percent(p.confidence),
    },
    {
      id: 'median',
      header: t('patterns.median'),
      hint: t('patterns.median_hint'),
      right: true,
      width: 96,
      wideOnly: true,
      cell: (p) => (p.median_days == null ? '–' : f.number(p.median_days)),
    },
    {
      id: 'q',
      header: t('patterns.q'),
      hint: t('patterns.q_hint'),
      right: true,
      // The last of the substitutes' columns, with the edge of the table behind it.
      width: below ? 116 : 100,
      sort: 'q',
      wideOnly: true,
      cell: (p) => (p.q < 0.0001 ? `< ${f.percent(0.0001, 2)}` : f.percent(p.q, 2)),
    },
    {
      id: 'open',
      header: t('patterns.open'),
      hint: t('patterns.open_hint'),
      right: true,
      width: 100,
      narrow: 88,
      sort: 'open_now',
      cell: (p) => f.number(p.open_now),
    },
  ];
  const other = below ? ['median', 'open'] : ['expected'];
  return columns.filter((column) => !other.includes(column.id));
}
