// One quiet line while something is being computed or imported.
import { Progress } from '@mantine/core';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import css from './JobsNote.module.css';
import { isUnderWay, shareDone, useJobs } from './jobs';

export function JobsNote() {
  const { t, find, f } = useI18n();
  const narrow = useNarrow();
  const job = useJobs().data?.find(isUnderWay);
  if (!job) return null;
  const { kind, subject } = job;
  const computed = find(`job.kind.${job.progress.step}`) ?? find(`job.kind.${kind === 'analysis' ? subject : kind}`);
  const text =
    kind === 'import' || kind === 'preview' || kind === 'undo'
      ? t(`job.${kind}`, { what: subject })
      : t('job.running', { what: computed ?? subject });
  const share = shareDone(job);
  const left = job.progress.seconds_left;
  const parts = [
    share === undefined ? undefined : t('job.share', { share: f.percent(share) }),
    left ? t('job.left', { time: f.seconds(left) }) : undefined,
  ].filter((part) => part !== undefined);
  return (
    <div className={css.note} role="status">
      <span className="cut" title={text}>
        {text}
      </span>
      {!narrow && parts.length > 0 && <span className="dimmed cut">{parts.join(', ')}</span>}
      <Progress size={3} value={(share ?? 1) * 100} animated={share === undefined} aria-label={text} />
    </div>
  );
}
