// Undo instead of "are you sure": a note with a button, and the keys u and z, for the latest action.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef } from 'react';
import type { Task } from '@/api/types';
import { useShortcuts } from '@/app/shortcuts';
import { KeyHint } from '@/components/KeyHint';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { useCustomerName } from '../customers/name';
import { type Action, useTaskAction } from './api';
import css from './undo.module.css';

/** `bringBack` puts a task on screen again: after an undo, or when the action failed. */
export function useUndo(bringBack: (task: Task) => void) {
  const { t, f } = useI18n();
  const problem = useProblem();
  const nameOf = useCustomerName();
  const { mutate } = useTaskAction();
  const latest = useRef<Task | null>(null);

  const undo = () => {
    const task = latest.current;
    if (!task) return;
    latest.current = null;
    notifications.hide(task.id);
    mutate({ task, action: { act: 'reopen' } }, { onSuccess: () => bringBack(task), onError: failed });
  };
  const failed = (error: unknown) => {
    notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) });
  };
  useShortcuts({ u: undo, z: undo });

  const told = (task: Task, action: Action): string => {
    const name = nameOf(task.customer);
    switch (action.act) {
      case 'done':
        return t('today.was.done', { name });
      case 'snooze':
        return t('today.was.snooze', { name, date: f.date(action.until) });
      case 'skip':
        return t('today.was.skip', { name });
      case 'reopen':
        return t('today.was.reopen', { name });
    }
  };

  /** Acts, and offers to take it back. */
  const act = (task: Task, action: Action) => {
    mutate(
      { task, action },
      {
        onError: (error) => {
          failed(error);
          notifications.hide(task.id);
          bringBack(task);
        },
      },
    );
    if (action.act === 'reopen') return;
    latest.current = task;
    notifications.show({
      id: task.id,
      withCloseButton: false,
      message: (
        <div className={css.note}>
          <span className="cut">{told(task, action)}</span>
          <Button variant="subtle" size="compact-xs" onClick={undo} rightSection={<KeyHint>z</KeyHint>}>
            {t('common.undo')}
          </Button>
        </div>
      ),
    });
  };
  return act;
}
