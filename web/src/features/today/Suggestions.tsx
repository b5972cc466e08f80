// What to offer, best first.
import { Link } from '@tanstack/react-router';
import type { Suggestion } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './TaskPanel.module.css';

export function Suggestions({ suggestions }: { suggestions: Suggestion[] }) {
  const { t, f } = useI18n();
  if (suggestions.length === 0) return <p className={css.quiet}>{t('today.offer.none')}</p>;
  return (
    <ul className={css.rows}>
      {suggestions.slice(0, 6).map((one) =>
        one.kind === 'due' ? (
          <li key={`due ${one.item}`}>
            <span>{one.item}</span>
            <span className="dimmed small">
              {t('today.offer.due', { date: f.date(one.due_at), gap: f.days(one.usual_gap_days) })}
            </span>
          </li>
        ) : (
          <li key={`pattern ${one.pattern}`}>
            <Link className="link" to="/patterns/$id" params={{ id: one.pattern }}>
              {one.b}
            </Link>
            <span className="dimmed small">
              {t('today.offer.pattern', { a: one.a, date: f.date(one.bought_a_at), share: f.percent(one.confidence) })}
            </span>
          </li>
        ),
      )}
    </ul>
  );
}
