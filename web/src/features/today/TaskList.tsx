// The list on the left: who, why in a line or two, what is at stake. Draws only the rows in view.
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Task } from '@/api/types';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { HotMark, isOpportunity } from '../opportunities/HotMark';
import { useReason } from './reason';
import css from './TaskDesk.module.css';

interface Props {
  tasks: Task[];
  selected: string | undefined;
  onEnd: () => void;
}

export function TaskList({ tasks, selected, onEnd }: Props) {
  const { t, f } = useI18n();
  const reason = useReason();
  const scroll = useRef<HTMLElement>(null);
  const height = useNarrow() ? 57 : 39;
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 20,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (tasks.length > 0 && last >= tasks.length - 15) onEnd();
  }, [last, tasks.length, onEnd]);

  const index = tasks.findIndex((task) => task.id === selected);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index);
  }, [index, virtual]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section ref={scroll} className={css.list} aria-label={t('today.list')} tabIndex={0}>
      <ul
        className={css.items}
        style={{ paddingTop: rows[0]?.start ?? 0, height: virtual.getTotalSize(), boxSizing: 'border-box' }}
      >
        {rows.map((row) => {
          const task = tasks[row.index];
          if (!task) return null;
          const why = reason.short(task.reason);
          return (
            <li key={task.id} ref={virtual.measureElement} data-index={row.index}>
              <Link
                to="."
                search={(old: object) => ({ ...old, task: task.id })}
                replace={selected !== undefined}
                className={css.item}
                aria-current={task.id === selected}
              >
                <span className={css.who} title={task.customer.name}>
                  {task.customer.name}
                </span>
                <span className={css.why} title={why}>
                  {isOpportunity(task.reason) && <HotMark />}
                  {why}
                </span>
                <span className={css.value}>{task.value_at_risk ? f.wholeMoney(task.value_at_risk) : '–'}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
