// Why Today is empty, and what to do about it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Today } from '@/api/types';
import { statusQuery } from '@/app/status';
import { Empty } from '@/components/states';
import { useI18n } from '@/i18n';
import { openFilePicker } from '../sources/upload';

interface Props {
  filtered: boolean;
  state: string | undefined;
  today: Today | undefined;
}

export function TodayEmpty({ filtered, state, today }: Props) {
  const { t, find, f } = useI18n();
  const navigate = useNavigate();
  const status = useQuery(statusQuery).data;
  const day = today?.day;
  if (!state && day && day.left === 0 && today.due > 0) {
    return (
      <Empty
        title={t('today.empty.day_done', { n: day.done })}
        action={
          <Button variant="default" onClick={() => navigate({ to: '.', search: (old) => ({ ...old, scope: 'all' }) })}>
            {t('today.all_of', { n: today.due })}
          </Button>
        }
      >
        {t('today.empty.day_done_hint')}
      </Empty>
    );
  }
  if (filtered) {
    return (
      <Empty
        title={t('list.none_match')}
        action={
          <Button variant="default" onClick={() => navigate({ to: '.', search: {} })}>
            {t('list.clear')}
          </Button>
        }
      >
        {t('list.none_match_hint')}
      </Empty>
    );
  }
  if (!status) return null;
  if (state) return <Empty title={t('today.empty.state')} />;
  if (status.counts.sale_lines === 0) {
    return (
      <Empty
        title={t('today.empty.no_sales')}
        action={<Button onClick={openFilePicker}>{t('today.empty.bring')}</Button>}
      >
        {t('today.empty.no_sales_hint')}
      </Empty>
    );
  }
  if (!status.findings.some((finding) => finding.analysis === 'decline')) {
    return <Empty title={t('today.empty.computing')}>{t('today.empty.computing_hint')}</Empty>;
  }
  const missing = status.missing.filter((one) => one.need > one.have);
  if (missing.length > 0) {
    const lines = missing.map(
      ({ code, have, need }) => find(`today.missing.${code}`, { have: f.number(have), need: f.number(need) }) ?? code,
    );
    return (
      <Empty
        title={t('today.empty.missing')}
        action={
          <Link className="link" to="/sources">
            {t('nav.sources')}
          </Link>
        }
      >
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Empty>
    );
  }
  return <Empty title={t('today.empty.all_done')}>{t('today.empty.all_done_hint')}</Empty>;
}
