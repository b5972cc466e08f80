// The frame of every chart: its finding as the title, the picture with a description for screen readers, and the same
// data as a table one click away.
import { useId, useState } from 'react';
import { useI18n } from '@/i18n';
import { Canvas, type ChartOption, type Pick } from './Canvas';
import css from './Chart.module.css';

export interface ChartData {
  head: string[];
  rows: string[][];
}

interface Props {
  title: string;
  subtitle?: string;
  option: ChartOption;
  height: number;
  data: ChartData;
  onPick?: Pick;
  level?: 2 | 3;
}

export function Chart({ title, subtitle, option, height, data, onPick, level = 2 }: Props) {
  const { t } = useI18n();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <figure className={css.chart} aria-labelledby={id}>
      <div className={css.head}>
        <Title id={id} className={css.title}>
          {title}
        </Title>
        <button type="button" className={css.toggle} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.as_picture') : t('chart.as_table')}
        </button>
      </div>
      {subtitle && <p className={css.subtitle}>{subtitle}</p>}
      {asTable ? (
        <DataAlternative data={data} label={title} />
      ) : (
        <Canvas option={option} height={height} label={title} onPick={onPick} />
      )}
    </figure>
  );
}

function DataAlternative({ data, label }: { data: ChartData; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className={css.data} tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {data.head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, i) => (
                <td key={data.head[i]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
