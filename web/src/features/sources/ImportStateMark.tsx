// Where an import stands: a word with a shape.
import { IconAlertTriangle, IconArrowBackUp, IconCircleCheck, IconLoader2 } from '@tabler/icons-react';
import type { Import } from '@/api/types';
import { useI18n } from '@/i18n';
import css from '../customers/marks.module.css';

const marks = {
  running: { icon: IconLoader2, tone: 'calm' },
  done: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconAlertTriangle, tone: 'loss' },
  undone: { icon: IconArrowBackUp, tone: 'calm' },
} as const;

export function ImportStateMark({ state }: { state: Import['state'] }) {
  const { t } = useI18n();
  const { icon: Icon, tone } = marks[state];
  return (
    <span className={css.mark} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {t(`imports.state.${state}`)}
    </span>
  );
}
