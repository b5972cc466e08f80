// The evidence, one click below the sentence: what the sentence rests on and does not say itself, each number once. The
// method is one click further.
import { useId, useState } from 'react';
import type { ItemHistory, Reason, Task } from '@/api/types';
import { useShortcuts } from '@/app/shortcuts';
import { Disclose } from '@/components/Disclose';
import { type Fact, Facts } from '@/components/Facts';
import { KeyHint } from '@/components/KeyHint';
import { type I18n, useI18n } from '@/i18n';
import { seenRows } from './opportunityEvidence';
import { useReason } from './reason';
import css from './TaskPanel.module.css';

function chance(p: number, f: I18n['f']): string {
  return p < 0.0001 ? `< ${f.percent(0.0001, 2)}` : f.percent(p, p < 0.01 ? 2 : 1);
}

/**
 * What each sentence says itself. The date of the last order says how long ago it was, so both never stand together. The
 * chance that a sentence rests on stands here always.
 */
const said: Record<Reason['code'], ReadonlySet<string>> = {
  declining: new Set(['window']),
  late: new Set(['gap', 'window']),
  lapsed: new Set(['orders', 'p', 'q']),
  lost_line: new Set(['window', 'gap']),
  due: new Set(['window', 'p', 'q']),
  pattern: new Set(['window', 'p', 'q']),
  bought_a: new Set(['window', 'p', 'q']),
  basket_left: new Set(['window', 'p', 'q']),
  page_visited: new Set(['window', 'p', 'q']),
  came_back: new Set(['window', 'p', 'q']),
  expected_order: new Set(['window', 'gap', 'p', 'q']),
  more_than_usual: new Set(['window', 'p', 'q']),
  new_prospect: new Set(['window', 'p', 'q']),
  automation: new Set(['window', 'p', 'q']),
};

/** The chance by which the reason itself stands, where it has one. */
function chanceOf(reason: Reason): number | undefined {
  return 'p' in reason.params ? reason.params.p : undefined;
}

/** What the sentence of who is due rests on: the customer's own purchases of the item. */
function itemRows({ reason }: Task, item: ItemHistory | null | undefined, { t, f }: Pick<I18n, 't' | 'f'>): Fact[] {
  if (reason.code !== 'due') return [];
  const { product, usual_gap_days, due_at, late_at } = reason.params;
  const gap = f.days(usual_gap_days);
  const [shortest, longest] = [item?.shortest_gap_days, item?.longest_gap_days];
  return [
    [t('evidence.item_times', { item: product }), item ? t('evidence.times', { n: item.times }) : undefined],
    [
      t('evidence.item_gap'),
      shortest == null || longest == null
        ? gap
        : t('evidence.gap_range', { gap, from: f.number(shortest), to: f.days(longest) }),
    ],
    [t('evidence.item_due'), f.date(due_at)],
    [t('evidence.item_late'), late_at ? f.date(late_at) : undefined],
  ];
}

/** The numbers that are known and not yet said, in the order a person asks for them. */
function evidenceRows({ reason, evidence: e }: Task, { t, f }: Pick<I18n, 't' | 'f'>): Fact[] {
  const p = chanceOf(reason);
  const windowed = e.window_days != null && e.orders_expected != null && e.orders_observed != null;
  const rows: [part: string, name: string, value: string | undefined][] = [
    ['orders', t('evidence.orders'), e.orders == null ? undefined : f.number(e.orders)],
    ['gap', t('evidence.usual_gap_days'), e.usual_gap_days == null ? undefined : f.days(e.usual_gap_days)],
    ['first', t('evidence.first_order'), e.first_order ? f.date(e.first_order) : undefined],
    ['last', t('evidence.last_order'), e.last_order ? f.date(e.last_order) : undefined],
    [
      'window',
      t('evidence.window', { n: Math.round(e.window_days ?? 0) }),
      windowed
        ? t('evidence.window_orders', { n: e.orders_observed ?? 0, expected: f.fixed(e.orders_expected ?? 0, 1) })
        : undefined,
    ],
    ['value', t('evidence.value_per_order'), e.value_per_order ? f.money(e.value_per_order) : undefined],
    // To the digit: the sentence that rests on it only rounds it.
    ['alive', t('evidence.p_alive'), e.alive == null ? undefined : chance(e.alive, f)],
    ['p', t('evidence.p_value'), p === undefined ? undefined : chance(p, f)],
    ['q', t('evidence.q_value'), e.q_value == null ? undefined : chance(e.q_value, f)],
  ];
  return rows.filter(([part]) => !said[reason.code].has(part)).map(([, name, value]) => [name, value]);
}

interface Props {
  task: Task;
  /** How the customer has bought what they are due for. */
  item: ItemHistory | null | undefined;
}

export function EvidenceBox({ task, item }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const reason = useReason();
  const [open, setOpen] = useState(false);
  const [method, setMethod] = useState(false);
  const id = useId();
  const rows = [...seenRows(task.reason, i18n), ...itemRows(task, item, i18n), ...evidenceRows(task, i18n)];
  const facts = rows.filter(([, value]) => value !== undefined);
  useShortcuts({ w: () => setOpen(!open) });
  return (
    <div style={{ marginTop: 8 }}>
      <Disclose aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {open ? t('today.evidence_hide') : t('today.evidence')} <KeyHint>w</KeyHint>
      </Disclose>
      <div id={id}>
        {open && (
          <>
            {facts.length > 0 ? <Facts facts={facts} columns /> : <p className={css.quiet}>{t('evidence.none')}</p>}
            <Disclose aria-expanded={method} onClick={() => setMethod(!method)}>
              {t('method.show')}
            </Disclose>
            {method && <p className={css.method}>{reason.method(task.reason)}</p>}
          </>
        )}
      </div>
    </div>
  );
}
