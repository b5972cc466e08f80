// What all charts have in common: type, axes, tooltips, in the colours of the present scheme.
import { useComputedColorScheme } from '@mantine/core';
import { type Tones, tones } from '@/theme/palette';

export function useTones(): Tones {
  return tones[useComputedColorScheme('light')];
}

export const font = { fontFamily: '"Inter Variable", system-ui, sans-serif', fontSize: 12 };

export function base(t: Tones) {
  return {
    animation: false,
    textStyle: { ...font, color: t.text },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: t.ground,
      borderColor: t.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { ...font, color: t.text },
      extraCssText: 'box-shadow: 0 4px 16px rgba(0,0,0,.14); border-radius: 6px;',
      axisPointer: { type: 'line', lineStyle: { color: t.line, type: 'solid' } },
    },
  };
}

export function valueAxis(t: Tones, name: string, write: (n: number) => string) {
  return {
    type: 'value',
    name,
    nameLocation: 'end',
    nameGap: 12,
    nameTextStyle: { ...font, color: t.dimmed, align: 'left', padding: [0, 0, 0, -32] },
    axisLabel: { ...font, color: t.dimmed, formatter: write },
    splitLine: { lineStyle: { color: t.line } },
    axisLine: { show: false },
    axisTick: { show: false },
  };
}

export function quietAxis(t: Tones) {
  return {
    axisLabel: { ...font, color: t.dimmed, hideOverlap: true },
    axisLine: { lineStyle: { color: t.like } },
    axisTick: { show: false },
    splitLine: { show: false },
    nameTextStyle: { ...font, color: t.dimmed },
  };
}

/** Text for a tooltip; names come from data and are never markup. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

/** Two stacked series that draw the area between `low` and `high`. */
export function band(name: string, x: (number | string)[], low: number[], high: number[], color: string) {
  const shared = { type: 'line', stack: name, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, z: 1 };
  return [
    { ...shared, name: `${name} low`, data: x.map((at, i) => [at, low[i] ?? 0]), stackStrategy: 'all' },
    {
      ...shared,
      name: `${name} high`,
      data: x.map((at, i) => [at, Math.max(0, (high[i] ?? 0) - (low[i] ?? 0))]),
      areaStyle: { color },
      stackStrategy: 'all',
    },
  ];
}
