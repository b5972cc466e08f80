// Where a firing or a delivery stands: a word with a shape.
import { IconAlertTriangle, IconCircleCheck, IconClock, IconHandStop } from '@tabler/icons-react';
import type { DeliveryState, FiringState } from '@/api/types';
import { useI18n } from '@/i18n';
import css from '../customers/marks.module.css';

const marks = {
  fired: { icon: IconCircleCheck, tone: 'good' },
  delivered: { icon: IconCircleCheck, tone: 'good' },
  waiting: { icon: IconClock, tone: 'calm' },
  held: { icon: IconHandStop, tone: 'calm' },
  failed: { icon: IconAlertTriangle, tone: 'loss' },
} as const;

interface Props {
  of: 'firings' | 'deliveries';
  state: FiringState | DeliveryState;
}

export function StateMark({ of, state }: Props) {
  const { find } = useI18n();
  const { icon: Icon, tone } = marks[state];
  return (
    <span className={css.mark} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {find(`${of}.state.${state}`) ?? state}
    </span>
  );
}
