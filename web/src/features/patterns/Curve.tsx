// The curve of time to B against like customers.
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { PatternDetail } from '@/api/types';
import { Chart } from '@/charts/Chart';
import { useTones } from '@/charts/style';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { curveOption } from './curveOption';

export function Curve({ detail }: { detail: PatternDetail }) {
  const i18n = useI18n();
  const { t, f } = i18n;
  const tones = useTones();
  const narrow = useNarrow();
  const navigate = useNavigate({ from: '/patterns/$id' });
  const { curve, pattern } = detail;
  const { a, b } = pattern;
  const option = useMemo(() => curveOption(detail, tones, narrow, { t, f }), [detail, tones, narrow, t, f]);
  const last = curve.days.length - 1;
  if (last < 0) return null;
  return (
    <Chart
      title={t('pattern.curve_title', {
        n: Math.round(curve.days[last] ?? 0),
        a,
        b,
        buyers: f.percent(curve.buyers[last] ?? 0),
        like: f.percent(curve.like[last] ?? 0),
      })}
      subtitle={t('pattern.curve_subtitle', { a, b })}
      height={360}
      option={option}
      onPick={() => navigate({ search: { window: 'bought' }, hash: 'who' })}
      data={{
        head: [t('pattern.curve_x', { a }), t('pattern.buyers', { a }), t('patterns.interval'), t('pattern.like')],
        rows: curve.days.map((day, i) => [
          f.number(day),
          f.percent(curve.buyers[i] ?? 0, 1),
          `${f.percent(curve.buyers_low[i] ?? 0, 1)} – ${f.percent(curve.buyers_high[i] ?? 0, 1)}`,
          f.percent(curve.like[i] ?? 0, 1),
        ]),
      }}
    />
  );
}
