// Done, snooze, skip: one key each, one more for the detail. A task that is no longer open can be put back.
import { Button } from '@mantine/core';
import { IconCheck, IconClock, IconPlayerSkipForward } from '@tabler/icons-react';
import { useState } from 'react';
import type { Task } from '@/api/types';
import { useShortcuts } from '@/app/shortcuts';
import { Choice } from '@/components/Choice';
import { useI18n } from '@/i18n';
import type { Action } from './api';
import css from './TaskPanel.module.css';

const outcomes = ['reached', 'sold', 'no_answer', 'not_interested', 'other'] as const;
const skips = ['not_relevant', 'handled', 'do_not_contact', 'other'] as const;
const snoozes = [
  { value: '1', key: 'today.snooze.tomorrow' },
  { value: '3', key: 'today.snooze.three_days' },
  { value: '7', key: 'today.snooze.week' },
  { value: '30', key: 'today.snooze.month' },
] as const;

/** Eight in the morning, that many days from now. */
function morningIn(days: number): Date {
  const date = new Date();
  date.setDate(date.getDate() + days);
  date.setHours(8, 0, 0, 0);
  return date;
}

interface Props {
  task: Task;
  note: string;
  contact: string | undefined;
  onAct: (task: Task, action: Action) => void;
}

export function TaskActions({ task, note, contact, onAct }: Props) {
  const { t, f } = useI18n();
  const [opened, setOpened] = useState<'done' | 'snooze' | 'skip' | null>(null);
  const isOpen = task.state === 'open';
  useShortcuts({ d: () => setOpened('done'), s: () => setOpened('snooze'), x: () => setOpened('skip') }, isOpen);
  const toggle = (which: 'done' | 'snooze' | 'skip') => (open: boolean) => setOpened(open ? which : null);

  if (!isOpen) {
    const until = task.snoozed_until;
    const acted = task.acted_at;
    return (
      <div className={css.actions}>
        <Button variant="default" onClick={() => onAct(task, { act: 'reopen' })}>
          {t('today.do.reopen')}
        </Button>
        {task.state === 'snoozed' && until && (
          <span className="dimmed">{t('today.snoozed_until', { date: f.date(until) })}</span>
        )}
        {task.state !== 'snoozed' && acted && (
          <span className="dimmed">
            {t('today.acted', { state: t(`today.state.${task.state}`), date: f.dateTime(acted) })}
          </span>
        )}
      </div>
    );
  }
  return (
    <div className={css.actions}>
      <Choice
        variant="filled"
        label={t('today.do.done')}
        shortcut="d"
        title={t('today.outcome.title')}
        icon={<IconCheck size={14} aria-hidden="true" />}
        opened={opened === 'done'}
        setOpened={toggle('done')}
        options={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChoose={(outcome) => onAct(task, { act: 'done', outcome, contact, note: note.trim() || undefined })}
      />
      <Choice
        label={t('today.do.snooze')}
        shortcut="s"
        title={t('today.snooze.title')}
        icon={<IconClock size={14} aria-hidden="true" />}
        opened={opened === 'snooze'}
        setOpened={toggle('snooze')}
        options={snoozes.map(({ value, key }) => ({ value, label: t(key), hint: f.date(morningIn(Number(value))) }))}
        onChoose={(days) => onAct(task, { act: 'snooze', until: morningIn(Number(days)).toISOString() })}
      />
      <Choice
        label={t('today.do.skip')}
        shortcut="x"
        title={t('today.skip.title')}
        icon={<IconPlayerSkipForward size={14} aria-hidden="true" />}
        opened={opened === 'skip'}
        setOpened={toggle('skip')}
        options={skips.map((value) => ({ value, label: t(`skip.${value}`) }))}
        onChoose={(reason) => onAct(task, { act: 'skip', reason })}
      />
    </div>
  );
}
