// Worklist left, the open task right; the next comes by itself.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Task } from '@/api/types';
import { useShortcuts } from '@/app/shortcuts';
import { Failed, Loading } from '@/components/states';
import { useNarrow } from '@/components/useNarrow';
import { usePages } from '@/components/usePages';
import { type Action, type TaskFilters, tasksQuery } from './api';
import css from './TaskDesk.module.css';
import { TaskList } from './TaskList';
import { TaskPanel } from './TaskPanel';
import { useUndo } from './useUndo';

interface Props {
  list: string;
  filters: TaskFilters;
  empty: ReactNode;
}

export function TaskDesk({ list, filters, empty }: Props) {
  const narrow = useNarrow();
  const navigate = useNavigate();
  const wanted = useSearch({ strict: false, select: (search) => (search as { task?: string }).task });
  const query = useInfiniteQuery(tasksQuery(list, filters));
  // Acted on in this view and not yet confirmed by the server's next answer.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const state = filters.state ?? 'open';
  const mark = (task: Task) => `${state} ${task.id}`;
  const { rows, onEnd } = usePages(query);
  const tasks = useMemo(
    () => rows.filter((task) => task.state === state && !gone.has(`${state} ${task.id}`)),
    [rows, gone, state],
  );

  const found = tasks.findIndex((task) => task.id === wanted);
  const index = found >= 0 ? found : narrow ? -1 : 0;
  const task = tasks[index];

  const open = useCallback(
    (id: string | undefined) => {
      navigate({ to: '.', search: (old) => ({ ...old, task: id }), replace: true });
    },
    [navigate],
  );
  const bringBack = (task: Task) => {
    setGone((old) => new Set([...old].filter((other) => other !== mark(task))));
    open(task.id);
  };
  const act = useUndo(bringBack);
  const onAct = (acted: Task, action: Action) => {
    const next = tasks[index + 1] ?? tasks[index - 1];
    setGone((old) => new Set([...old].filter((other) => !other.endsWith(` ${acted.id}`))).add(mark(acted)));
    open(next?.id);
    act(acted, action);
  };
  const step = (by: number) => open(tasks[Math.max(0, Math.min(tasks.length - 1, index + by))]?.id);
  useShortcuts({ j: () => step(1), k: () => step(-1) });

  if (query.error && !query.data) return <Failed error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading />;
  if (tasks.length === 0) return query.hasNextPage ? <Loading /> : empty;
  const panel = task && (
    <TaskPanel key={task.id} task={task} onAct={onAct} onBack={narrow ? () => open(undefined) : undefined} />
  );
  if (narrow && panel) return <div className={css.detail}>{panel}</div>;
  return (
    <div className={css.desk}>
      <TaskList tasks={tasks} selected={task?.id} onEnd={onEnd} />
      {!narrow && <div className={css.detail}>{panel}</div>}
    </div>
  );
}
