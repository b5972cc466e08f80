// The picture of a rhythm: bars of orders from zero, the expected range as a band, the next order as a shaded span.
import type { Rhythm } from '@/api/types';
import type { ChartOption } from '@/charts/Canvas';
import { band, base, escapeHtml, font, quietAxis, valueAxis } from '@/charts/style';
import type { I18n } from '@/i18n';
import type { Tones } from '@/theme/palette';

const at = (moment: string) => new Date(moment).getTime();

export function rhythmOption(rhythm: Rhythm, tones: Tones, { t, f }: Pick<I18n, 't' | 'f'>): ChartOption {
  const { periods, next_expected: next } = rhythm;
  const middle = periods.map((p) => (at(p.from) + at(p.to)) / 2);
  const known = periods.map((p, i) => ({ ...p, x: middle[i] ?? 0 })).filter((p) => p.expected != null);
  const x = known.map((p) => p.x);
  const last = known.at(-1);
  const end = Math.max(at(rhythm.as_of), next ? at(next.to) : 0);
  const first = periods[0];
  // Bands are stacked, which the axis does not see.
  const top = Math.max(1, ...periods.map((p) => Math.max(p.orders, p.upper ?? 0)));
  const tooltip = (params: { dataIndex: number; seriesId: string }[]) => {
    const bar = params.find((one) => one.seriesId === 'orders');
    const p = bar && periods[bar.dataIndex];
    if (!p) return '';
    const lines = [
      `${f.date(p.from)} – ${f.date(at(p.to) - 1)}`,
      t('rhythm.tip_orders', { n: p.orders }),
      ...(p.expected == null || p.lower == null || p.upper == null
        ? []
        : [
            t('rhythm.tip_expected', {
              expected: f.fixed(p.expected, 1),
              low: f.fixed(p.lower, 1),
              high: f.fixed(p.upper, 1),
            }),
          ]),
      f.money(p.sales),
    ];
    return lines.map(escapeHtml).join('<br>');
  };
  return {
    ...base(tones),
    tooltip: { ...base(tones).tooltip, formatter: tooltip },
    grid: { left: 36, right: 80, top: 28, bottom: 28 },
    xAxis: {
      type: 'time',
      min: first ? at(first.from) : undefined,
      max: end,
      // The labels are months: two of one month would read as a fault.
      minInterval: 28 * 86_400_000,
      ...quietAxis(tones),
      axisLabel: { ...font, color: tones.dimmed, hideOverlap: true, formatter: (value: number) => f.month(value) },
    },
    yAxis: { ...valueAxis(tones, t('rhythm.axis'), (n) => f.number(n)), minInterval: 1, min: 0, max: Math.ceil(top) },
    series: [
      ...band(
        'range',
        x,
        known.map((p) => p.lower ?? 0),
        known.map((p) => p.upper ?? 0),
        tones.likeBand,
      ),
      {
        id: 'orders',
        type: 'bar',
        data: periods.map((p, i) => [middle[i], p.orders]),
        barWidth: `${Math.min(70, 4200 / Math.max(1, periods.length) / 1.2)}%`,
        barMaxWidth: 24,
        itemStyle: { color: tones.accent },
        z: 2,
        markArea: next && {
          silent: true,
          itemStyle: { color: tones.accentBand },
          label: { ...font, color: tones.text, position: 'top', distance: 4 },
          data: [[{ name: t('rhythm.next_label'), xAxis: at(next.from) }, { xAxis: at(next.to) }]],
        },
      },
      {
        id: 'expected',
        type: 'line',
        step: false,
        symbol: 'none',
        data: [...known.map((p) => [p.x, p.expected]), ...(last ? [[end, last.expected]] : [])],
        lineStyle: { color: tones.like, width: 1.5 },
        z: 3,
        endLabel: last && { show: true, formatter: t('rhythm.expected'), ...font, color: tones.dimmed, distance: 8 },
      },
    ],
  };
}
