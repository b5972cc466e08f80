// The picture: two rising lines, the band of the first, each named at its end.
import type { PatternDetail } from '@/api/types';
import type { ChartOption } from '@/charts/Canvas';
import { band, base, escapeHtml, font, quietAxis, valueAxis } from '@/charts/style';
import type { I18n } from '@/i18n';
import type { Tones } from '@/theme/palette';

export function curveOption(
  detail: PatternDetail,
  tones: Tones,
  narrow: boolean,
  { t, f }: Pick<I18n, 't' | 'f'>,
): ChartOption {
  const { curve, pattern } = detail;
  const { a } = pattern;
  // Bands are stacked, which the axis does not see: full tenths above all that is drawn.
  const top = Math.min(1, Math.ceil(Math.max(0.05, ...curve.buyers_high, ...curve.like) * 10 + 0.001) / 10);
  const line = (id: string, label: string, values: number[], color: string, type: 'solid' | 'dashed') => ({
    id,
    type: 'line',
    symbol: 'none',
    triggerLineEvent: true,
    data: curve.days.map((day, i) => [day, values[i] ?? null]),
    lineStyle: { color, width: 2, type },
    itemStyle: { color },
    z: 3,
    endLabel: {
      show: true,
      formatter: label,
      ...font,
      color,
      fontWeight: 600,
      distance: 8,
      width: narrow ? 72 : 128,
      overflow: 'break',
      lineHeight: 15,
    },
    labelLayout: { moveOverlap: 'shiftY' },
  });
  const tooltip = (params: { dataIndex: number }[]) => {
    const i = params[0]?.dataIndex ?? 0;
    const rows = [
      `${f.number(curve.days[i] ?? 0)} ${t('pattern.curve_x', { a })}`,
      `${t('pattern.buyers', { a })}: ${f.percent(curve.buyers[i] ?? 0, 1)} (${f.percent(curve.buyers_low[i] ?? 0, 1)} – ${f.percent(curve.buyers_high[i] ?? 0, 1)})`,
      `${t('pattern.like')}: ${f.percent(curve.like[i] ?? 0, 1)}`,
    ];
    return rows.map(escapeHtml).join('<br>');
  };
  return {
    ...base(tones),
    tooltip: { ...base(tones).tooltip, formatter: tooltip },
    grid: { left: 48, right: narrow ? 88 : 152, top: 16, bottom: 44 },
    xAxis: {
      type: 'value',
      min: 0,
      max: curve.days.at(-1),
      ...quietAxis(tones),
      name: t('pattern.curve_x', { a }),
      nameLocation: 'middle',
      nameGap: 28,
    },
    yAxis: { ...valueAxis(tones, '', (n) => f.percent(n)), min: 0, max: top },
    series: [
      ...band('buyers', curve.days, curve.buyers_low, curve.buyers_high, tones.accentBand),
      line(
        'buyers',
        narrow ? t('pattern.buyers_short') : t('pattern.buyers', { a }),
        curve.buyers,
        tones.accent,
        'solid',
      ),
      line('like', narrow ? t('pattern.like_short') : t('pattern.like'), curve.like, tones.like, 'dashed'),
    ],
  };
}
