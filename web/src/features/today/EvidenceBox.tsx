// The evidence, one click below the sentence; the method, one more.
import { useId, useState } from 'react';
import type { Evidence, Task } from '@/api/types';
import { useShortcuts } from '@/app/shortcuts';
import { KeyHint } from '@/components/KeyHint';
import { type I18n, useI18n } from '@/i18n';
import { useReason } from './reason';
import css from './TaskPanel.module.css';

type Row = [name: string, value: string];

function chance(p: number, f: I18n['f']): string {
  return p < 0.0001 ? `< ${f.percent(0.0001, 2)}` : f.percent(p, p < 0.01 ? 2 : 1);
}

/** The numbers that are known, in the order a person asks for them. */
function evidenceRows(e: Evidence, { t, f }: Pick<I18n, 't' | 'f'>): Row[] {
  const rows: [string, string | undefined][] = [
    [t('evidence.orders'), e.orders == null ? undefined : f.number(e.orders)],
    [t('evidence.usual_gap_days'), e.usual_gap_days == null ? undefined : f.days(e.usual_gap_days)],
    [t('evidence.first_order'), e.first_order ? f.date(e.first_order) : undefined],
    [t('evidence.last_order'), e.last_order ? f.date(e.last_order) : undefined],
    [t('evidence.days_since'), e.days_since == null ? undefined : f.number(e.days_since)],
    [t('evidence.window_days'), e.window_days == null ? undefined : f.days(Math.round(e.window_days))],
    [t('evidence.orders_expected'), e.orders_expected == null ? undefined : f.fixed(e.orders_expected, 1)],
    [t('evidence.orders_observed'), e.orders_observed == null ? undefined : f.number(e.orders_observed)],
    [t('evidence.value_per_order'), e.value_per_order ? f.money(e.value_per_order) : undefined],
    [t('evidence.p_alive'), e.alive == null ? undefined : f.chance(e.alive)],
    [t('evidence.p_value'), e.p_value == null ? undefined : chance(e.p_value, f)],
    [t('evidence.q_value'), e.q_value == null ? undefined : chance(e.q_value, f)],
  ];
  return rows.filter((row): row is Row => row[1] !== undefined);
}

export function EvidenceBox({ task }: { task: Task }) {
  const i18n = useI18n();
  const { t } = i18n;
  const reason = useReason();
  const [open, setOpen] = useState(false);
  const [method, setMethod] = useState(false);
  const id = useId();
  useShortcuts({ w: () => setOpen(!open) });
  return (
    <div style={{ marginTop: 8 }}>
      <button
        type="button"
        className={css.disclose}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {open ? t('today.evidence_hide') : t('today.evidence')} <KeyHint>w</KeyHint>
      </button>
      <div id={id}>
        {open && (
          <>
            <dl className={css.facts}>
              {evidenceRows(task.evidence, i18n).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <button type="button" className={css.disclose} aria-expanded={method} onClick={() => setMethod(!method)}>
              {t('method.show')}
            </button>
            {method && <p className={css.method}>{reason.method(task.reason)}</p>}
          </>
        )}
      </div>
    </div>
  );
}
