// How far a job is: bytes of the file, rate and time left where they are measured.
import { Progress } from '@mantine/core';
import type { Job } from '@/api/types';
import { shareDone } from '@/app/jobs';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

export function ProgressLine({ progress }: { progress: Job['progress'] }) {
  const { t, f, find } = useI18n();
  const { step, rows, bytes, rate, seconds_left } = progress;
  const share = shareDone({ progress });
  const name = find(`step.${step}`) ?? t('step.working');
  const parts = [
    bytes ? t('progress.bytes', { read: f.bytes(bytes.read), total: f.bytes(bytes.total) }) : undefined,
    rows ? t('progress.rows', { n: rows }) : undefined,
    rate ? t('progress.rate', { rate: f.bytes(rate) }) : undefined,
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
