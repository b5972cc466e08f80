// A dry run or an import, followed to its end.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { FileOutcome, Job } from '@/api/types';
import { isUnderWay, jobQuery } from '@/app/jobs';
import { Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import { useCancelJob } from './api';
import { OutcomeBox } from './OutcomeBox';
import { ProblemList } from './ProblemList';
import { ProgressLine } from './ProgressLine';
import { RejectedTable } from './RejectedTable';
import css from './sources.module.css';

interface Props {
  id: string;
  kind: 'preview' | 'import';
}

export function JobResult({ id, kind }: Props) {
  const { t } = useI18n();
  const query = useQuery(jobQuery(id));
  const cancel = useCancelJob();
  const job = query.data;
  const ended = job !== undefined && !isUnderWay(job);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (ended) place.current?.scrollIntoView({ block: 'start' });
  }, [ended]);
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  if (!job) return null;
  if (isUnderWay(job)) {
    return (
      <section className={css.section}>
        <h2>{t(`result.${kind}.running`)}</h2>
        <ProgressLine progress={job.progress} />
        <Button variant="default" onClick={() => cancel.mutate(id)}>
          {t('result.cancel')}
        </Button>
      </section>
    );
  }
  return (
    <section ref={place} className={css.section} aria-live="polite">
      <h2>{t(job.state === 'done' ? `result.${kind}.${came(job) ? 'done' : 'nothing'}` : `result.${job.state}`)}</h2>
      {job.problem && <ProblemList problems={[job.problem]} serious />}
      {job.result?.outcomes.map((one) => (
        <FileResult key={`${one.file} ${one.kind}`} one={one} kind={kind} />
      ))}
      {kind === 'import' && <Onward job={job} />}
    </section>
  );
}

/** Whether anything came, or would come, of any file: something new, or something known that was told again. */
function came(job: Job): boolean {
  return job.result?.outcomes.some(({ outcome }) => outcome.added + outcome.known > 0) ?? true;
}

function FileResult({ one, kind }: { one: FileOutcome; kind: Props['kind'] }) {
  const { t } = useI18n();
  const { outcome, rejected } = one;
  return (
    <>
      <h3>
        {kind === 'import' && outcome.import ? (
          <Link className="link" to="/sources/$id" params={{ id: outcome.import }}>
            {one.file}
          </Link>
        ) : (
          one.file
        )}{' '}
        <span className="dimmed">{t(`kind.${one.kind}`)}</span>
      </h3>
      <OutcomeBox outcome={outcome} />
      {rejected.length > 0 && (
        <>
          {outcome.rejected > rejected.length && (
            <p className="dimmed small">{t('result.first_rejected', { n: rejected.length })}</p>
          )}
          <RejectedTable rows={rejected} total={rejected.length} />
        </>
      )}
    </>
  );
}

function Onward({ job }: { job: Job }) {
  const { t } = useI18n();
  return (
    <p>
      {job.state === 'done' && (
        <>
          {t('result.onward')}{' '}
          <Link className="link" to="/today">
            {t('nav.today')}
          </Link>{' '}
          ·{' '}
        </>
      )}
      <Link className="link" to="/sources">
        {t('nav.sources')}
      </Link>
    </p>
  );
}
