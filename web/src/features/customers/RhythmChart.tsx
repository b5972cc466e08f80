// The rhythm of a customer: orders by period against what was to be expected, and when the next order is.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CustomerRow, Rhythm } from '@/api/types';
import { Chart } from '@/charts/Chart';
import { useTones } from '@/charts/style';
import { Failed, Loading } from '@/components/states';
import { useI18n } from '@/i18n';
import { timesAWeek } from '../today/wording';
import { rhythmQuery } from './api';
import { rhythmOption } from './rhythmOption';

function useFinding(): (rhythm: Rhythm, usualGap: number | null | undefined, silent: boolean) => string {
  const { t, f } = useI18n();
  return ({ gaps, next_expected }, usualGap, silent) => {
    if (!gaps) return t('rhythm.too_few');
    // The gap that the reasons name, so that a page says one thing.
    const gap = usualGap ?? gaps.median;
    const often = timesAWeek(gap);
    const n = often ?? Math.max(1, Math.round(gap));
    const since = f.days(Math.floor(gaps.current));
    if (silent) return t(often ? 'rhythm.overdue_often' : 'rhythm.overdue', { n, since });
    if (next_expected) {
      const range = { from: f.date(next_expected.from), to: f.date(next_expected.to) };
      return t(often ? 'rhythm.next_often' : 'rhythm.next', { n, ...range });
    }
    return t(often ? 'rhythm.usual_often' : 'rhythm.usual', { n, since });
  };
}

export function RhythmChart({ customer }: { customer: CustomerRow }) {
  const i18n = useI18n();
  const { t, f } = i18n;
  const tones = useTones();
  const query = useQuery(rhythmQuery(customer.key));
  const finding = useFinding();
  // A next order is not announced for someone who is silent for longer than usual.
  const silent = customer.state === 'late' || customer.state === 'lapsed';
  const rhythm = useMemo(
    () => query.data && { ...query.data, next_expected: silent ? null : query.data.next_expected },
    [query.data, silent],
  );
  const option = useMemo(() => (rhythm ? rhythmOption(rhythm, tones, { t, f }) : undefined), [rhythm, tones, t, f]);
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  if (!rhythm || !option) return <Loading rows={7} />;
  if (rhythm.periods.length === 0) return null;
  return (
    <Chart
      title={finding(rhythm, customer.usual_gap_days, silent)}
      subtitle={t(`rhythm.subtitle.${unitOf(rhythm)}`)}
      height={264}
      option={option}
      data={{
        head: [t('rhythm.period'), t('rhythm.orders'), t('rhythm.expected'), t('rhythm.interval')],
        rows: rhythm.periods.map((p) => [
          f.date(p.from),
          f.number(p.orders),
          p.expected == null ? '–' : f.fixed(p.expected, 1),
          p.lower == null || p.upper == null ? '–' : `${f.fixed(p.lower, 1)} – ${f.fixed(p.upper, 1)}`,
        ]),
      }}
    />
  );
}

export function unitOf(rhythm: Rhythm): 'week' | 'month' | 'quarter' {
  return rhythm.unit === 'week' || rhythm.unit === 'quarter' ? rhythm.unit : 'month';
}
