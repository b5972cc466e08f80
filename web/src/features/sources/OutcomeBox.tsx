// What became of a file's rows, or would become of them.
import { IconFlag } from '@tabler/icons-react';
import type { Outcome } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

export function OutcomeBox({ outcome }: { outcome: Outcome }) {
  const { t, f, find, said } = useI18n();
  const counts: [string, number, boolean][] = [
    [t('imports.rows'), outcome.rows, true],
    [t('imports.added'), outcome.added, true],
    [t('imports.known'), outcome.known, true],
    [t('imports.rejected'), outcome.rejected, true],
    [t('imports.left_out'), outcome.left_out, false],
    [t('imports.returns'), outcome.returns, false],
    [t('imports.charges'), outcome.charges, false],
    [t('imports.anonymous'), outcome.anonymous, false],
  ];
  return (
    <>
      <dl className={css.counts}>
        {counts
          .filter(([, n, always]) => always || n > 0)
          .map(([name, n]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{f.number(n)}</dd>
            </div>
          ))}
        {outcome.first && outcome.last && (
          <div>
            <dt>{t('imports.span')}</dt>
            <dd>
              {f.date(outcome.first)} – {f.date(outcome.last)}
            </dd>
          </div>
        )}
      </dl>
      {outcome.flags.length > 0 && (
        <ul className={css.problems}>
          {outcome.flags.map((flag) => (
            <li key={flag.code}>
              <IconFlag size={14} className="attention" aria-hidden="true" />
              <span>
                {find(`flag.${flag.code}`) ?? flag.code}: {t('list.count', { n: flag.rows })}
                <span className="dimmed"> · {said(flag.example)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
