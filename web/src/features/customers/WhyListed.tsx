// On which lists a customer is, and why; what is due and which patterns are open.
import { Link } from '@tanstack/react-router';
import type { CustomerProfile } from '@/api/types';
import { taskStates } from '@/app/search';
import { useI18n } from '@/i18n';
import { useReason } from '../today/reason';
import { valueLabel } from '../today/wording';
import css from './CustomerPage.module.css';
import { useCustomerName } from './name';

interface Props {
  profile: CustomerProfile;
  /** Where an opportunity is open, being on no list says nothing. */
  quiet: boolean;
}

export function WhyListed({ profile, quiet }: Props) {
  const { t, f } = useI18n();
  const reason = useReason();
  const nameOf = useCustomerName();
  const { customer, tasks, due, patterns } = profile;
  // Each item once: what is due is not named again, nor is an item that two patterns name.
  const named = new Set(due.map((one) => one.item));
  const further = patterns.filter(({ b }) => !named.has(b) && named.add(b));
  return (
    <>
      {(tasks.length > 0 || !quiet) && (
        <section className={css.section}>
          <h2>{t('customer.lists')}</h2>
          {tasks.length === 0 && (
            <p className="dimmed">
              {t(profile.customer.usual_gap_days == null ? 'customer.lists.unknown' : 'customer.lists.none')}
            </p>
          )}
          <ul className={css.reasons}>
            {tasks.map((task) => (
              <li key={task.id}>
                <div>{reason.long(task.reason, nameOf(customer))}</div>
                <div className="small">
                  {task.worklist === 'today' ? (
                    <Link
                      className="link"
                      to="/today"
                      search={{ task: task.id, state: taskStates.find((one) => one === task.state && one !== 'open') }}
                    >
                      {t('nav.today')}
                    </Link>
                  ) : (
                    <Link
                      className="link"
                      to="/worklists/$id"
                      params={{ id: task.worklist }}
                      search={{ task: task.id }}
                    >
                      {t('customer.worklist')}
                    </Link>
                  )}
                  <span className="dimmed">
                    {' · '}
                    {t(`today.state.${task.state}`)}
                    {task.value_at_risk && ` · ${f.wholeMoney(task.value_at_risk)} ${t(valueLabel(task))}`}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(due.length > 0 || further.length > 0) && (
        <section className={css.section}>
          <h2>{t('today.offer')}</h2>
          <ul className={css.reasons}>
            {due.slice(0, 5).map((one) => (
              <li key={one.item}>
                {one.item}
                <div className="dimmed small">
                  {t('today.offer.due', { date: f.date(one.due_at), gap: f.days(one.usual_gap_days) })}
                </div>
              </li>
            ))}
            {further.slice(0, 5).map((one) => (
              <li key={one.pattern}>
                <Link className="link" to="/patterns/$id" params={{ id: one.pattern }}>
                  {one.b}
                </Link>
                <div className="dimmed small">
                  {t('today.offer.pattern', {
                    a: one.a,
                    date: f.date(one.bought_a_at),
                    share: f.percent(one.confidence),
                  })}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
