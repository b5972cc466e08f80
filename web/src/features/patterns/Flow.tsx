// The flow picture: from what was bought to what follows, for the patterns that bring most extra buyers.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { PatternRow } from '@/api/types';
import { Chart } from '@/charts/Chart';
import { base, escapeHtml, font, useTones } from '@/charts/style';
import { Body } from '@/components/Page';
import { Failed, Loading } from '@/components/states';
import { useNarrow } from '@/components/useNarrow';
import { type I18n, useI18n } from '@/i18n';
import type { Tones } from '@/theme/palette';
import { type PatternFilters, strongestQuery } from './api';
import { useFinding } from './finding';

const most = 24;

/** Buyers of B beyond what the like of A's buyers would give. */
export function extraBuyers(p: PatternRow): number {
  return p.n_ab - p.expected;
}

interface Words extends Pick<I18n, 't' | 'f'> {
  finding: (pattern: PatternRow) => string;
}

function flowOption(rows: PatternRow[], tones: Tones, narrow: boolean, { t, f, finding }: Words) {
  const side = (names: string[], prefix: string, position: 'left' | 'right') =>
    [...new Set(names)].map((name) => ({
      name: prefix + name,
      label: { position, formatter: name },
      itemStyle: { color: prefix === 'a ' ? tones.like : tones.accent },
    }));
  const room = narrow ? '30%' : 200;
  return {
    ...base(tones),
    tooltip: {
      ...base(tones).tooltip,
      trigger: 'item',
      formatter: ({ data }: { data: { row?: PatternRow; name?: string } }) => {
        const p = data.row;
        if (!p) return escapeHtml((data.name ?? '').slice(2));
        return `${escapeHtml(finding(p))}<br>${escapeHtml(t('patterns.flow.extra'))}: ${f.number(extraBuyers(p))}`;
      },
    },
    series: [
      {
        type: 'sankey',
        left: room,
        right: room,
        top: 8,
        bottom: 8,
        nodeWidth: 8,
        nodeGap: 12,
        draggable: false,
        layoutIterations: 64,
        emphasis: { focus: 'adjacency' },
        label: { ...font, color: tones.text, width: narrow ? 96 : 190, overflow: 'truncate' },
        lineStyle: { color: tones.accent, opacity: 0.28, curveness: 0.5 },
        data: [
          ...side(
            rows.map((p) => p.a),
            'a ',
            'left',
          ),
          ...side(
            rows.map((p) => p.b),
            'b ',
            'right',
          ),
        ],
        links: rows.map((p) => ({ source: `a ${p.a}`, target: `b ${p.b}`, value: extraBuyers(p), row: p })),
      },
    ],
  };
}

export function Flow({ filters }: { filters: PatternFilters }) {
  const { t, f } = useI18n();
  const tones = useTones();
  const narrow = useNarrow();
  const finding = useFinding();
  const navigate = useNavigate();
  const query = useQuery(strongestQuery(filters));
  const rows = useMemo(
    () =>
      (query.data?.items ?? [])
        .filter((p) => extraBuyers(p) > 0)
        .sort((x, y) => extraBuyers(y) - extraBuyers(x))
        .slice(0, most),
    [query.data],
  );
  const option = useMemo(
    () => flowOption(rows, tones, narrow, { t, f, finding }),
    [rows, tones, narrow, t, f, finding],
  );
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading rows={12} />;
  return (
    <Body label={t('patterns.view.flow')}>
      <Chart
        title={t('patterns.flow.title', { n: rows.length })}
        subtitle={t('patterns.flow.subtitle')}
        height={Math.max(360, rows.length * 26)}
        option={option}
        onPick={({ data }) => {
          const row = (data as { row?: PatternRow }).row;
          if (row) navigate({ to: '/patterns/$id', params: { id: row.id } });
        }}
        data={{
          head: [t('patterns.a'), t('patterns.b'), t('patterns.flow.extra'), t('patterns.lift')],
          rows: rows.map((p) => [p.a, p.b, f.number(extraBuyers(p)), f.fixed(p.shrunk_lift, 2)]),
        }}
      />
    </Body>
  );
}
