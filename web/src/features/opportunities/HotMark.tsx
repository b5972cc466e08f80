// The mark of what will not wait.
import type { Reason } from '@/api/types';
import { opportunityKinds } from '@/app/search';
import { useI18n } from '@/i18n';
import css from './opportunities.module.css';

/** Whether a task on Today comes from an opportunity. */
export function isOpportunity(reason: Reason): boolean {
  return opportunityKinds.some((kind) => kind === reason.code);
}

export function HotMark({ hint }: { hint?: string }) {
  const { t } = useI18n();
  return (
    <span className={css.hot} title={hint}>
      {t('opportunities.hot')}
    </span>
  );
}
