// How a customer stands: a word, with a shape so that colour is never alone.
import {
  IconArrowDownRight,
  IconArrowUpRight,
  IconCalendarDue,
  IconCircleCheck,
  IconClockExclamation,
  IconMoon,
  IconScissors,
  IconSparkles,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react';
import type { CustomerState } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './marks.module.css';

const marks = {
  prospect: { icon: IconUserQuestion, tone: 'calm' },
  new: { icon: IconSparkles, tone: 'good' },
  once: { icon: IconUser, tone: 'calm' },
  due: { icon: IconCalendarDue, tone: 'calm' },
  growing: { icon: IconArrowUpRight, tone: 'good' },
  steady: { icon: IconCircleCheck, tone: 'good' },
  declining: { icon: IconArrowDownRight, tone: 'attention' },
  late: { icon: IconClockExclamation, tone: 'attention' },
  lost_line: { icon: IconScissors, tone: 'attention' },
  lapsed: { icon: IconMoon, tone: 'loss' },
} as const;

interface Props {
  state: CustomerState;
  /** When the next order is expected: who is due is told by the day. */
  expected?: string | null | undefined;
}

export function StateMark({ state, expected }: Props) {
  const { t, f } = useI18n();
  const { icon: Icon, tone } = marks[state];
  return (
    <span className={css.mark} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {state === 'due' && expected
        ? t('customers.state.expected', { date: f.day(expected) })
        : t(`customers.state.${state}`)}
    </span>
  );
}
