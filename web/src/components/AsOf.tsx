// When what is shown is true.
import { useI18n } from '@/i18n';

export function AsOf({ moment, stale }: { moment: string | null | undefined; stale?: boolean }) {
  const { t, f } = useI18n();
  if (!moment) return <span>{t('asof.none')}</span>;
  // The moment is exclusive: what was true at the end of the day before midnight.
  const date = f.date(new Date(new Date(moment).getTime() - 1));
  return (
    <span title={t('asof.title', { date })}>
      {t('asof.true', { date })}
      {stale && <span className="attention"> · {t('asof.stale')}</span>}
    </span>
  );
}
