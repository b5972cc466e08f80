// All automations: at work or at rest, how often they fired.
import { Button, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { AutomationRow } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Empty, Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { AutomationsFrame } from './AutomationsFrame';
import { automationsQuery, useRest } from './api';
import { useSentence } from './sentence';

export function Automations() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const query = useQuery(automationsQuery);
  const columns = useColumns();
  const make = (
    <Button component={Link} to="/automations/new">
      {t('automations.new')}
    </Button>
  );
  return (
    <AutomationsFrame title={t('automations.title')} note={t('automations.note')} actions={make}>
      {query.error && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {!query.data && !query.error && <Loading />}
      {query.data && (
        <DataTable
          label={t('automations.title')}
          columns={columns}
          rows={query.data}
          rowKey={(row) => String(row.id)}
          onOpen={(row) => navigate({ to: '/automations/$id', params: { id: String(row.id) } })}
          empty={
            <Empty title={t('automations.none')} action={make}>
              {t('automations.none_hint')}
            </Empty>
          }
        />
      )}
    </AutomationsFrame>
  );
}

function useColumns(): Column<AutomationRow>[] {
  const { t, f } = useI18n();
  const problem = useProblem();
  const { sentence } = useSentence();
  const rest = useRest();
  const toggle = (row: AutomationRow) =>
    rest.mutate(
      { id: row.id, paused: !row.paused },
      { onError: (error) => notifications.show({ color: 'red', message: problem(error) }) },
    );
  return [
    {
      id: 'on',
      header: t('automations.on'),
      width: 72,
      cell: (row) => (
        <Switch size="sm" aria-label={row.definition.name} checked={!row.paused} onChange={() => toggle(row)} />
      ),
    },
    {
      id: 'name',
      header: t('automations.name'),
      width: 220,
      narrow: 150,
      cell: (row) => (
        <Link className="link" to="/automations/$id" params={{ id: String(row.id) }}>
          {row.definition.name}
        </Link>
      ),
      title: (row) => row.definition.name,
      long: true,
    },
    {
      id: 'what',
      header: t('automations.what'),
      cell: (row) => sentence(row.definition),
      title: (row) => sentence(row.definition),
      long: true,
      wideOnly: true,
    },
    { id: 'today', header: t('automations.today'), right: true, width: 84, cell: (row) => f.number(row.fired_today) },
    { id: 'week', header: t('automations.week'), right: true, width: 84, cell: (row) => f.number(row.fired_week) },
    {
      id: 'held',
      header: t('automations.held'),
      hint: t('automations.held_hint'),
      right: true,
      width: 96,
      wideOnly: true,
      cell: (row) => f.number(row.held_week),
    },
    {
      id: 'last',
      header: t('automations.last'),
      right: true,
      width: 204,
      wideOnly: true,
      cell: (row) => (row.last_fired ? f.dateTime(row.last_fired) : t('automations.never')),
    },
  ];
}
