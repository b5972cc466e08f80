// What to offer, best first.
import { Link } from '@tanstack/react-router';
import type { Reason, Suggestion } from '@/api/types';
import { useI18n } from '@/i18n';
import { offeredBy } from './opportunityEvidence';
import css from './TaskPanel.module.css';

interface Props {
  /** Why they are on the list: an opportunity says what to offer itself. */
  reason: Reason;
  suggestions: Suggestion[];
}

export function Suggestions({ reason, suggestions }: Props) {
  const { t, f } = useI18n();
  const own = offeredBy(reason);
  if (own.length + suggestions.length === 0) {
    return <p className={css.quiet}>{t(reason.code === 'new_prospect' ? 'today.offer.new' : 'today.offer.none')}</p>;
  }
  const others = suggestions.filter((one) => !own.includes(one.kind === 'due' ? one.item : one.b));
  return (
    <ul className={css.rows}>
      {own.map((item) => (
        <li key={`own ${item}`}>
          <span>{item}</span>
          <span className="dimmed small">{t('today.offer.own')}</span>
        </li>
      ))}
      {others.slice(0, 6).map((one) =>
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
