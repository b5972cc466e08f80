// What a reason's sentence is filled with. The server writes the same sentences into files, from the same catalogue.
import type { Reason, Task } from '@/api/types';
import type { Formatters } from '@/i18n/format';

type Texts = Record<string, string | number>;

/** What the value of a task is: what may be lost with who is in decline, what may be won by an offer. */
export function valueLabel({ reason, basis }: Pick<Task, 'reason' | 'basis'>) {
  const offer = !['declining', 'late', 'lapsed', 'lost_line'].includes(reason.code);
  return offer ? (`today.expected.${basis}` as const) : (`today.value.${basis}` as const);
}

/** How often a week somebody comes, where that says more than the days between: more than twice and not every day. */
export function timesAWeek(usualGapDays: number): number | undefined {
  const times = Math.round(7 / usualGapDays);
  return usualGapDays < 2.5 && times < 7 ? times : undefined;
}

/** The number that tells a usual gap: times a week for who comes often, else days. */
const rhythm = (usualGapDays: number) => timesAWeek(usualGapDays) ?? Math.max(1, Math.round(usualGapDays));

/** The numbers of a reason, as its sentence writes them. */
export function texts(reason: Reason, f: Formatters): Texts {
  const whole = Math.round;
  // Tenths matter only in small numbers.
  const about = (n: number) => (n < 10 ? Math.round(n * 10) / 10 : whole(n));
  switch (reason.code) {
    case 'declining': {
      const p = reason.params;
      return { n: p.orders_observed, days: whole(p.window_days), expected: about(p.orders_expected) };
    }
    case 'late': {
      const p = reason.params;
      return { n: rhythm(p.usual_gap_days), since: whole(p.days_since), upper: whole(p.upper_days) };
    }
    case 'lapsed': {
      const p = reason.params;
      return { n: p.orders, since: whole(p.days_since), alive: f.chance(p.p_alive) };
    }
    case 'lost_line': {
      const p = reason.params;
      const counts = { expected: about(p.orders_expected), observed: p.orders_observed };
      return { ...counts, category: p.category, last: f.date(p.last_bought) };
    }
    case 'due': {
      const p = reason.params;
      const dates = { last: f.date(p.last_bought), due: f.date(p.due_at) };
      return { n: rhythm(p.usual_gap_days), product: p.product, ...dates };
    }
    case 'pattern': {
      const p = reason.params;
      return { n: whole(p.days_left), a: p.a, b: p.b, lift: f.fixed(p.lift, 1) };
    }
    case 'bought_a': {
      const p = reason.params;
      const numbers = { lift: f.fixed(p.lift, 1), share: f.chance(p.confidence) };
      return { a: p.a, b: p.b, date: f.date(p.bought_at), ...numbers };
    }
    case 'basket_left': {
      const p = reason.params;
      return { n: p.times, product: p.products[0] ?? '', date: f.date(p.last_at) };
    }
    case 'page_visited': {
      const p = reason.params;
      return { n: p.times, page: p.page, date: f.date(p.last_at) };
    }
    case 'came_back':
      return { n: whole(reason.params.days_since_order) };
    case 'expected_order': {
      const p = reason.params;
      return { n: Math.max(1, whole(p.usual_gap_days)), last: f.date(p.last_order), due: f.date(p.expected_at) };
    }
    case 'more_than_usual': {
      const p = reason.params;
      const numbers = { now: p.now, usual: p.usual, times: f.fixed(p.now / p.usual, 1) };
      return { n: p.orders, product: p.product ?? '', ...numbers };
    }
    case 'new_prospect':
      return { subject: reason.params.subject };
    case 'automation':
      return { text: reason.params.text };
  }
}

/** The catalogue's name of a reason; none at all reads differently from fewer, times a week from days. */
export function wording(reason: Reason): string {
  if (reason.code === 'declining' && reason.params.orders_observed === 0) return 'declining_none';
  if (reason.code === 'basket_left' && !reason.params.basket) return 'basket_left_viewed';
  if (reason.code === 'came_back' && reason.params.by === 'order') return 'came_back_order';
  if (reason.code === 'expected_order' && reason.params.overdue) return 'expected_order_overdue';
  if (reason.code === 'more_than_usual' && reason.params.of === 'quantity') return 'more_than_usual_quantity';
  const rhythmic = reason.code === 'late' || reason.code === 'due';
  return rhythmic && timesAWeek(reason.params.usual_gap_days) ? `${reason.code}_often` : reason.code;
}
