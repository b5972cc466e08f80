// The states a list or page can be in besides full: loading, empty, failed.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemError } from '@/api/problem';
import { useI18n } from '@/i18n';
import css from './states.module.css';
import { useDelayed } from './useDelayed';

/** Rows of grey while the first answer is on its way. Invisible for the first 200 ms but keeps the place. */
export function Loading({ rows = 8 }: { rows?: number }) {
  const { t } = useI18n();
  const late = useDelayed(true);
  return (
    <div className={css.skeleton} aria-busy="true">
      {late && (
        <>
          <span className="visually-hidden" role="status">
            {t('state.loading')}
          </span>
          {Array.from({ length: rows }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
            <div key={i} className={css.bar} style={{ '--width': `${30 + ((i * 37) % 45)}%` }} />
          ))}
        </>
      )}
    </div>
  );
}

interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** True where this is the whole screen, so that the title is its heading. */
  page?: boolean;
}

/** Says what is missing and what to do about it. */
export function Empty({ title, children, action, page }: EmptyProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={css.state}>
      <Title className={css.title}>{title}</Title>
      {children && <div className={css.body}>{children}</div>}
      {action}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  retry?: () => void;
  page?: boolean;
  title?: string;
}

/** Says what happened and offers to try again. */
export function Failed({ error, retry, page, title }: FailedProps) {
  const Title = page ? 'h1' : 'p';
  const { t } = useI18n();
  const message = useProblem()(error);
  const id = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div className={css.state} role="alert">
      <Title className={css.title}>{title ?? t('state.failed')}</Title>
      <p className={css.body}>{message}</p>
      {id && <p className={`${css.body} small`}>{t('state.request', { id })}</p>}
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('state.retry')}
        </Button>
      )}
    </div>
  );
}

/** What went wrong in the reader's language: by its code where the catalogue knows it, else in the server's words. */
export function useProblem(): (error: unknown) => string {
  const { t, told } = useI18n();
  return (error) => {
    if (!(error instanceof ProblemError)) return t('state.offline');
    return told(error.code, [error.message, error.hint].filter(Boolean).join(' '));
  };
}
