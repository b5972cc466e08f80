// The log: every firing with its cause, and what became of each action.
import { Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { Firing } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Empty, Failed, Loading } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { AutomationsFrame } from './AutomationsFrame';
import { automationsQuery, firingsQuery, type LogFilter } from './api';
import css from './automations.module.css';
import { StateMark } from './StateMark';

const states = ['fired', 'held', 'failed', 'waiting'] as const;

export function Log() {
  const { t } = useI18n();
  const [filter, setFilter] = useState<LogFilter>({});
  const automations = useQuery(automationsQuery).data ?? [];
  const query = useInfiniteQuery(firingsQuery(filter));
  const { first, rows, onEnd } = usePages(query);
  const columns = useColumns();
  return (
    <AutomationsFrame
      title={t('automations.part.log')}
      note={t('firings.note')}
      filters={
        <>
          <Select
            w={220}
            aria-label={t('firings.automation')}
            placeholder={t('firings.all_automations')}
            clearable
            data={automations.map((one) => ({ value: String(one.id), label: one.definition.name }))}
            value={filter.automation ?? null}
            onChange={(id) => setFilter({ ...filter, automation: id ?? undefined })}
          />
          <Select
            w={150}
            aria-label={t('firings.state')}
            placeholder={t('firings.all_states')}
            clearable
            data={states.map((state) => ({ value: state, label: t(`firings.state.${state}`) }))}
            value={filter.state ?? null}
            onChange={(state) => setFilter({ ...filter, state: states.find((one) => one === state) })}
          />
        </>
      }
    >
      {query.error && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {!query.data && !query.error && <Loading />}
      {first && (
        <DataTable
          label={t('automations.part.log')}
          columns={columns}
          rows={rows}
          total={first.total}
          rowKey={(row) => String(row.id)}
          onEnd={onEnd}
          empty={<Empty title={t('firings.none')}>{t('firings.none_hint')}</Empty>}
        />
      )}
    </AutomationsFrame>
  );
}

function useColumns(): Column<Firing>[] {
  const { t, f, find } = useI18n();
  const why = (code: string) => find(`firings.why.${code}`) ?? code;
  const cause = (row: Firing) => {
    const what = row.subject || (find(`touch.${row.kind}`) ?? find(`reason.kind.${row.kind}`) ?? row.kind);
    const word = find(`firings.cause.${row.cause}`) ?? row.cause;
    return what ? `${word}: ${what}` : word;
  };
  const deeds = (row: Firing) =>
    row.deeds.map(({ action, state, why: code }) => ({
      name: find(`automations.action.${action}`) ?? action,
      end: code ? why(code) : (find(`firings.deed.${state}`) ?? state),
      sent: state === 'sent',
    }));
  const came = (row: Firing) => {
    if (row.why && row.deeds.length === 0) return why(row.why);
    return deeds(row)
      .map(({ name, end }) => `${name}: ${end}`)
      .join(' · ');
  };
  // What became of a delivery is told where deliveries are.
  const shown = (row: Firing) =>
    row.deeds.some(({ state }) => state === 'sent')
      ? deeds(row).map(({ name, end, sent }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what a firing did never changes its order
          <Fragment key={index}>
            {index > 0 && ' · '}
            {name}:{' '}
            {sent ? (
              <Link className={css.inText} to="/automations/deliveries">
                {end}
              </Link>
            ) : (
              end
            )}
          </Fragment>
        ))
      : came(row);
  return [
    {
      id: 'state',
      header: t('firings.state'),
      width: 124,
      cell: (row) => <StateMark of="firings" state={row.state} />,
    },
    {
      id: 'customer',
      header: t('firings.customer'),
      width: 200,
      narrow: 150,
      cell: (row) => (
        <Link className="link" to="/customers/$key" params={{ key: row.customer }}>
          {row.customer_name ?? row.customer}
        </Link>
      ),
      title: (row) => row.customer_name ?? row.customer,
    },
    {
      id: 'automation',
      header: t('firings.automation'),
      width: 190,
      wideOnly: true,
      cell: (row) => (
        <Link className="link" to="/automations/$id" params={{ id: String(row.automation) }}>
          {row.automation_name}
        </Link>
      ),
      title: (row) => row.automation_name,
    },
    { id: 'cause', header: t('firings.cause'), cell: cause, title: cause, long: true },
    { id: 'came', header: t('firings.came'), width: 300, wideOnly: true, cell: shown, title: came, long: true },
    { id: 'at', header: t('firings.at'), right: true, width: 204, wideOnly: true, cell: (row) => f.dateTime(row.at) },
  ];
}
