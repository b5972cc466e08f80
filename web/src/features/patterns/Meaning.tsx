// How far the table can be trusted, in one line, and what its numbers mean, one click below.
import { useState } from 'react';
import type { PatternSet } from '@/api/types';
import { Disclose } from '@/components/Disclose';
import { useI18n } from '@/i18n';
import css from './patterns.module.css';

export function Meaning({ set }: { set: PatternSet }) {
  const { t, f } = useI18n();
  const [open, setOpen] = useState(false);
  const held = set.held_out;
  return (
    <div className={css.meaning}>
      <p>
        {held?.kept_share != null && `${t('patterns.quality', { n: held.tried, share: f.percent(held.kept_share) })} `}
        {t('patterns.tested', { tested: set.tested, reported: set.reported, fdr: f.percent(set.fdr) })}{' '}
        <Disclose aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('patterns.meaning')}
        </Disclose>
      </p>
      {open && (
        <div className={css.words}>
          <p>{t('patterns.meaning.1')}</p>
          <p>{t('patterns.meaning.2')}</p>
          <p>{t('patterns.meaning.3')}</p>
          <p>{t('patterns.meaning.4')}</p>
        </div>
      )}
    </div>
  );
}
