// How far the table can be trusted, in one line, and what its numbers mean, one click below.
import { useState } from 'react';
import type { PatternSet } from '@/api/types';
import { Disclose } from '@/components/Disclose';
import { useI18n } from '@/i18n';
import css from './patterns.module.css';

interface Props {
  set: PatternSet;
  /** Pairs that are bought less. */
  below: boolean;
  /** Pairs of charges, which are not listed. */
  leftOut: number;
}

export function Meaning({ set, below, leftOut }: Props) {
  const { t, f } = useI18n();
  const [open, setOpen] = useState(false);
  const held = set.held_out;
  const n = below ? set.below : set.reported;
  const tested = { n, tested: set.tested, fdr: f.percent(set.fdr) };
  return (
    <div className={css.meaning}>
      <p>
        {!below &&
          held?.kept_share != null &&
          `${t('patterns.quality', { n: held.tried, share: f.percent(held.kept_share) })} `}
        {t(below ? 'patterns.tested_less' : 'patterns.tested', tested)}{' '}
        {!below && n > set.kept && `${t('patterns.strongest', { n: set.kept })} `}
        {n > 0 && leftOut > 0 && `${t('patterns.left_out', { n: leftOut })} `}
        <Disclose aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('patterns.meaning')}
        </Disclose>
      </p>
      {open && (
        <div className={css.words}>
          {below && <p>{t('patterns.meaning.less')}</p>}
          <p>{t('patterns.meaning.1')}</p>
          <p>{t('patterns.meaning.2')}</p>
          <p>{t('patterns.meaning.3')}</p>
          {!below && <p>{t('patterns.meaning.4')}</p>}
        </div>
      )}
    </div>
  );
}
