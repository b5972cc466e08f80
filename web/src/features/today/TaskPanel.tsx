// The open task: who, why, what to offer, how to reach, what happened last, and what to do with it.
import { TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Task } from '@/api/types';
import { Disclose } from '@/components/Disclose';
import { useI18n } from '@/i18n';
import { useCustomerName } from '../customers/name';
import { Timeline } from '../customers/Timeline';
import type { Action } from './api';
import { taskQuery } from './api';
import { EvidenceBox } from './EvidenceBox';
import { Reach } from './Reach';
import { useReason } from './reason';
import { Suggestions } from './Suggestions';
import { TaskActions } from './TaskActions';
import css from './TaskPanel.module.css';
import { valueLabel } from './wording';

interface Props {
  task: Task;
  onAct: (task: Task, action: Action) => void;
  onBack?: (() => void) | undefined;
}

export function TaskPanel({ task, onAct, onBack }: Props) {
  const { t, f } = useI18n();
  const reason = useReason();
  const detail = useQuery(taskQuery(task.id)).data;
  const [note, setNote] = useState('');
  const [contact, setContact] = useState<'call' | 'email' | undefined>(undefined);
  const { customer } = task;
  const name = useCustomerName()(customer);

  return (
    <article className={css.panel} aria-label={name}>
      {onBack && (
        <Disclose onClick={onBack} style={{ alignSelf: 'flex-start' }}>
          <IconArrowLeft size={14} aria-hidden="true" /> {t('today.back')}
        </Disclose>
      )}
      <div className={css.head}>
        <div>
          <h2 className={css.name}>
            <Link to="/customers/$key" params={{ key: customer.key }}>
              {name}
            </Link>
          </h2>
          <span className="dimmed small">
            {[customer.name === customer.id ? undefined : customer.id, customer.owner].filter(Boolean).join(' · ')}
          </span>
        </div>
        {task.value_at_risk && (
          <div className={css.value}>
            {f.wholeMoney(task.value_at_risk)}
            <small>{t(valueLabel(task))}</small>
          </div>
        )}
      </div>

      <div>
        <p className={css.sentence}>{reason.long(task.reason, name)}</p>
        {task.secondary.length > 0 && (
          <ul className={css.also}>
            {task.secondary.map((other) => (
              <li key={`${other.code}${reason.short(other)}`}>
                {t('today.also')}: {reason.short(other)}
              </li>
            ))}
          </ul>
        )}
        <EvidenceBox task={task} item={detail?.item} />
      </div>

      <TaskActions task={task} note={note} contact={contact} onAct={onAct} />

      {task.state === 'open' && (
        <TextInput
          size="sm"
          label={t('today.note')}
          placeholder={t('today.note_placeholder')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}

      <section className={css.section}>
        <h2>{t('today.offer')}</h2>
        {detail && <Suggestions reason={task.reason} suggestions={detail.suggestions} />}
      </section>

      <section className={css.section}>
        <h2>{t('today.reach')}</h2>
        <Reach phone={customer.phone} email={customer.email} onReach={setContact} />
      </section>

      <section className={css.section}>
        <h2>{t('today.latest')}</h2>
        {detail && detail.latest.length === 0 && <p className={css.quiet}>{t('today.latest.none')}</p>}
        {detail && <Timeline items={detail.latest.slice(0, 6)} compact />}
      </section>
    </article>
  );
}
