// What a reason's sentence is filled with. The server writes the same sentences into files, from the same catalogue.
import type { Reason, Task } from '@/api/types';
import type { Formatters } from '@/i18n/format';

type Texts = Record<string, string | number>;

/** What the value of a task is: what may be lost with who is in decline, what may be won by an offer. */
export function valueLabel({ reason, basis }: Pick<Task, 'reason' | 'basis'>) {
  const offer = reason.code === 'due' || reason.code === 'pattern';
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
  }
}

/** The catalogue's name of a reason; none at all reads differently from fewer, times a week from days. */
export function wording(reason: Reason): string {
  if (reason.code === 'declining' && reason.params.orders_observed === 0) return 'declining_none';
  const rhythmic = reason.code === 'late' || reason.code === 'due';
  return rhythmic && timesAWeek(reason.params.usual_gap_days) ? `${reason.code}_often` : reason.code;
}
