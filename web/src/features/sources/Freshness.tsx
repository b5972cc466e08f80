// What is known of each kind of record, and until when.
import type { Source } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

export function Freshness({ sources }: { sources: Source[] }) {
  const { t, f } = useI18n();
  if (sources.every((source) => source.rows === 0)) return null;
  return (
    <dl className={css.fresh} aria-label={t('sources.freshness')}>
      {sources.map((source) => (
        <div key={source.kind} data-none={source.rows === 0 || undefined}>
          <dt>{t(`kind.${source.kind}`)}</dt>
          <dd>
            {source.rows === 0 ? t('sources.none') : f.number(source.rows)}
            {source.last && <span className="dimmed small"> {t('sources.until', { date: f.date(source.last) })}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
