// What an automation would have done over the last thirty days: a sentence, the days, the latest examples.
import { Link } from '@tanstack/react-router';
import type { DryExample, DryRun } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { useI18n } from '@/i18n';
import css from './automations.module.css';

export function DryRunBox({ run }: { run: DryRun }) {
  const { t, f } = useI18n();
  const most = Math.max(1, ...run.days.map((day) => day.fired));
  const held = run.held_for_customer + run.held_for_day;
  return (
    <section aria-label={t('dry.title')}>
      <h2>{run.fired === 0 ? t('dry.none') : t('dry.title_n', { n: run.fired, customers: run.customers })}</h2>
      <p className="dimmed" style={{ margin: 0 }}>
        {t('dry.span', { from: f.date(run.from), to: f.date(run.to) })}{' '}
        {held > 0 && t('dry.held', { n: held, customer: run.held_for_customer, day: run.held_for_day })}{' '}
        {run.not_met > 0 && t('dry.not_met', { n: run.not_met })} {run.more && t('dry.more')}
      </p>
      {run.fired > 0 && (
        <>
          <div className={css.days} role="img" aria-label={t('dry.days', { n: most })}>
            {run.days.map((day) => (
              <span
                key={day.day}
                title={`${f.date(day.day)}: ${f.number(day.fired)}`}
                style={{ height: `${(day.fired / most) * 100}%` }}
              />
            ))}
          </div>
          <div style={{ height: 320, display: 'flex', flexDirection: 'column' }}>
            <Examples rows={run.examples} />
          </div>
        </>
      )}
    </section>
  );
}

function Examples({ rows }: { rows: DryExample[] }) {
  const { t, f, find } = useI18n();
  const columns: Column<DryExample>[] = [
    {
      id: 'customer',
      header: t('firings.customer'),
      width: 220,
      narrow: 140,
      cell: (row) => (
        <Link className="link" to="/customers/$key" params={{ key: row.customer }}>
          {row.name}
        </Link>
      ),
      title: (row) => row.name,
    },
    {
      id: 'what',
      header: t('firings.cause'),
      cell: (row) => row.subject || (find(`touch.${row.kind}`) ?? row.kind),
      title: (row) => row.subject,
    },
    {
      id: 'value',
      header: t('firings.value'),
      right: true,
      width: 110,
      wideOnly: true,
      cell: (row) => (row.value ? f.money(row.value) : '–'),
    },
    { id: 'at', header: t('firings.at'), right: true, width: 204, narrow: 130, cell: (row) => f.dateTime(row.at) },
  ];
  return (
    <DataTable
      label={t('dry.examples')}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.customer} ${row.at} ${row.subject}`}
      keys={false}
    />
  );
}
