// One ECharts instance: made with the element, told of new options and sizes, disposed with it.
import { useEffect, useRef, useState } from 'react';
import css from './Chart.module.css';
import { type ECharts, type EChartsCoreOption, init } from './echarts';

export type ChartOption = EChartsCoreOption;

/** What was clicked: the name of the series or link and the index in it. */
export type Pick = (picked: { name: string; index: number; data: unknown }) => void;

interface Props {
  option: ChartOption;
  height: number;
  label: string;
  onPick?: Pick | undefined;
}

export function Canvas({ option, height, label, onPick }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const chart = useRef<ECharts | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = ref.current;
    if (!element || width === 0) return;
    if (!chart.current) {
      chart.current = init(element, undefined, { renderer: 'svg' });
      chart.current.on('click', ({ name, dataIndex, data }) => pick.current?.({ name, index: dataIndex, data }));
    }
    chart.current.resize({ width, height });
    chart.current.setOption(option, { notMerge: true });
  }, [option, width, height]);

  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [],
  );

  return <div ref={ref} className={css.canvas} style={{ height }} role="img" aria-label={label} />;
}
