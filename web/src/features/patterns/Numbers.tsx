// All the numbers of a pattern.
import type { PatternDetail } from '@/api/types';
import { type Fact, Facts } from '@/components/Facts';
import { useI18n } from '@/i18n';
import css from './patterns.module.css';

export function Numbers({ detail }: { detail: PatternDetail }) {
  const { t, f } = useI18n();
  const p = detail.pattern;
  const curve = detail.curve.buyers.at(-1);
  const small = (n: number) => (n < 0.0001 ? `< ${f.percent(0.0001, 2)}` : f.percent(n, 2));
  /** Open windows count too: whoever bought B, with those since the analysis. */
  const now = ({ now, windows }: PatternDetail) => {
    if (!now) return undefined;
    const since = now.bought - windows.bought;
    const at = { n: f.number(now.bought), time: f.dateTime(now.as_of) };
    return since > 0 ? t('pattern.now_since', { ...at, since: f.number(since) }) : t('pattern.now_value', at);
  };
  const facts: Fact[] = [
    [t('pattern.n_a'), f.number(p.n_a)],
    [t('pattern.n_ab'), `${f.number(p.n_ab)} (${f.percent(p.confidence)})`],
    [t('pattern.now'), now(detail)],
    [t('pattern.expected'), f.fixed(p.expected, 1)],
    [t('pattern.lift'), `${f.fixed(p.lift, 2)} (${f.fixed(p.lift_low, 2)} – ${f.fixed(p.lift_high, 2)})`],
    [t('pattern.shrunk'), f.fixed(p.shrunk_lift, 2)],
    [t('pattern.held_out'), p.held_out_lift == null ? undefined : f.fixed(p.held_out_lift, 2)],
    [t('pattern.naive'), f.fixed(p.naive_lift, 2)],
    [t('pattern.p'), small(p.p)],
    [t('pattern.q'), small(p.q)],
    [
      t('pattern.quartiles'),
      p.median_days == null
        ? undefined
        : t('pattern.quartiles_value', {
            median: f.number(p.median_days),
            q1: p.q1_days == null ? '–' : f.number(p.q1_days),
            q3: p.q3_days == null ? '–' : f.number(p.q3_days),
          }),
    ],
    [t('pattern.direction'), p.sequence_ratio == null ? undefined : f.fixed(p.sequence_ratio, 2)],
    [t('pattern.direction_null'), p.null_sequence_ratio == null ? undefined : f.fixed(p.null_sequence_ratio, 2)],
    [t('patterns.question'), t(`patterns.question.${detail.set.parameters.question}`)],
  ];
  return (
    <section className={css.numbers}>
      <h2>{t('pattern.numbers')}</h2>
      <Facts facts={facts} />
      {curve !== undefined && f.percent(curve) !== f.percent(p.confidence) && (
        <p className="dimmed small">
          {t('pattern.two_shares', { curve: f.percent(curve), counted: f.percent(p.confidence) })}
        </p>
      )}
    </section>
  );
}
