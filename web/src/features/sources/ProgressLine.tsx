// How far a job is: share, rate, time left.
import { Progress } from '@mantine/core';
import type { Job } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

export function ProgressLine({ progress }: { progress: Job['progress'] }) {
  const { t, f, find } = useI18n();
  const { step, done, total, rate, seconds_left } = progress;
  const share = total ? Math.min(1, done / total) : undefined;
  const name = find(`step.${step}`) ?? t('step.working');
  const parts = [
    total ? t('progress.of', { done, total }) : done > 0 ? t('progress.done', { done }) : undefined,
    rate ? t('progress.rate', { rate: Math.round(rate) }) : undefined,
    seconds_left ? t('job.left', { time: f.seconds(seconds_left) }) : undefined,
  ].filter(Boolean);
  return (
    <div className={css.progress} role="status">
      <span>
        {name}
        {parts.length > 0 && <span className="dimmed"> · {parts.join(' · ')}</span>}
      </span>
      <Progress size="sm" value={(share ?? 1) * 100} animated={share === undefined} aria-label={name} />
    </div>
  );
}
