// How good the list would have been on the company's own past, in one line; beside the baselines, one click below.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnalysisQuality } from '@/api/types';
import { Disclose } from '@/components/Disclose';
import { useI18n } from '@/i18n';
import { qualityQuery } from './api';
import css from './ListQuality.module.css';

/** The length that is told when the list is not a day's: about a day's work. */
const usualDay = 25;

interface Props {
  /** Tasks of a day. */
  length: number | undefined;
}

export function ListQuality({ length: day = usualDay }: Props) {
  const { t, f } = useI18n();
  const [open, setOpen] = useState(false);
  const quality = useQuery(qualityQuery).data?.find((one) => one.analysis === 'decline');
  if (!quality) return null;
  // Nobody is called who is not in decline: a longer list than that is not shown, and none where nobody is.
  const listed = quality.listed ?? Number.POSITIVE_INFINITY;
  if (listed === 0) return null;
  const tried = [...new Set(quality.scores.map((score) => score.length))];
  const lengths = tried.filter((length) => length <= listed).sort((x, y) => x - y);
  // The length that was tried which is nearest to a day's work.
  const length = lengths.toSorted((x, y) => Math.abs(x - day) - Math.abs(y - day))[0];
  const precision = (method: string) =>
    quality.scores.find((score) => score.method === method && score.length === length)?.precision;
  const mine = precision(quality.ordered_by);
  const plain = quality.ordered_by === 'days_since_last_order' || quality.ordered_by === 'rfm';
  const baseline = plain ? undefined : precision('days_since_last_order');
  if (length === undefined || mine === undefined) {
    return <div className={css.quality}>{t('quality.too_little')}</div>;
  }
  const known = { n: length, share: f.percent(mine) };
  return (
    <div className={css.quality}>
      {baseline === undefined
        ? t('quality.line_alone', known)
        : t('quality.line', { ...known, baseline: f.percent(baseline) })}{' '}
      {quality.tried ? `${t('quality.drawn', { n: quality.tried })} ` : ''}
      <Disclose aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('quality.less') : t('quality.more')}
      </Disclose>
      {open && <Scores quality={quality} lengths={lengths} />}
    </div>
  );
}

function Scores({ quality, lengths }: { quality: AnalysisQuality; lengths: number[] }) {
  const { t, f, find } = useI18n();
  const used = quality.ordered_by;
  const methods = [...new Set([used, ...quality.scores.map((score) => score.method)])];
  const at = (method: string, length: number) =>
    quality.scores.find((score) => score.method === method && score.length === length);
  const named = Math.min(...lengths.map((length) => at('value_at_risk', length)?.named ?? 1));
  const percent = (share: number | null | undefined) => (share == null ? '–' : f.percent(share));
  return (
    <div className={css.scores}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('quality.method')}</th>
            {lengths.map((n) => [
              <th key={`${n} right`} scope="col">
                {t('quality.first', { n })}
              </th>,
              <th key={`${n} value`} scope="col">
                {t('quality.value', { n })}
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {methods.map((method) => (
            <tr key={method}>
              <th scope="row">
                {find(`quality.method.${method}`) ?? method}
                {method === used && ` (${t('quality.used')})`}
              </th>
              {lengths.map((n) => [
                <td key={`${n} right`}>{percent(at(method, n)?.precision)}</td>,
                <td key={`${n} value`}>{percent(at(method, n)?.value_captured)}</td>,
              ])}
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('quality.explain', { cuts: quality.cuts.length, n: Math.round(quality.horizon_days) })}</p>
      {named < 1 && <p>{t('quality.next_in_line', { share: f.percent(named) })}</p>}
    </div>
  );
}
