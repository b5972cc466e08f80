// Endpoints: where webhooks go. A secret is shown once.
import { Button, Checkbox, Group, Menu, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Endpoint, EndpointMade } from '@/api/types';
import { useSession } from '@/app/session';
import { type Column, DataTable } from '@/components/DataTable';
import { Empty, Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { AutomationsFrame } from './AutomationsFrame';
import {
  endpointsQuery,
  useAddEndpoint,
  useAllowPrivate,
  usePing,
  useRemoveEndpoint,
  useRestEndpoint,
  useRotateSecret,
} from './api';
import css from './automations.module.css';

export function Endpoints() {
  const { t } = useI18n();
  const query = useQuery(endpointsQuery);
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<EndpointMade>();
  const columns = useColumns(setMade);
  const add = <Button onClick={() => setAdding(true)}>{t('endpoints.add')}</Button>;
  return (
    <AutomationsFrame
      title={t('automations.part.endpoints')}
      note={t('endpoints.note')}
      actions={add}
      filters={query.data && <Private allowed={query.data.allow_private} />}
    >
      {query.error && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {!query.data && !query.error && <Loading />}
      {query.data && (
        <DataTable
          label={t('automations.part.endpoints')}
          columns={columns}
          rows={query.data.items}
          rowKey={(row) => String(row.id)}
          empty={
            <Empty title={t('endpoints.none')} action={add}>
              {t('endpoints.none_hint')}
            </Empty>
          }
        />
      )}
      {adding && (
        <Add
          onClose={() => setAdding(false)}
          onMade={(one) => {
            setAdding(false);
            setMade(one);
          }}
        />
      )}
      {made && <Secret made={made} onClose={() => setMade(undefined)} />}
    </AutomationsFrame>
  );
}

function Private({ allowed }: { allowed: boolean }) {
  const { t } = useI18n();
  const administrator = useSession().data?.user?.role === 'administrator';
  const allow = useAllowPrivate();
  return (
    <Checkbox
      size="xs"
      label={t('endpoints.private')}
      checked={allowed}
      disabled={!administrator}
      onChange={(event) => allow.mutate(event.currentTarget.checked)}
    />
  );
}

function useColumns(show: (made: EndpointMade) => void): Column<Endpoint>[] {
  const { t, f } = useI18n();
  const state = (row: Endpoint) => {
    if (row.paused)
      return t(
        row.why_paused === 'gone' ? 'endpoints.gone' : row.why_paused ? 'endpoints.gave_up' : 'endpoints.paused',
      );
    return row.failing_since ? t('endpoints.failing', { since: f.dateTime(row.failing_since) }) : t('endpoints.works');
  };
  return [
    {
      id: 'name',
      header: t('endpoints.name'),
      width: 180,
      narrow: 120,
      cell: (row) => row.name,
      title: (row) => row.name,
    },
    { id: 'url', header: t('endpoints.url'), cell: (row) => row.url, title: (row) => row.url, wideOnly: true },
    {
      id: 'state',
      header: t('endpoints.state'),
      width: 230,
      narrow: 130,
      cell: (row) => <span className={row.paused || row.failing_since ? 'attention' : undefined}>{state(row)}</span>,
      title: state,
    },
    {
      id: 'waiting',
      header: t('endpoints.waiting'),
      right: true,
      width: 92,
      wideOnly: true,
      cell: (row) => f.number(row.waiting),
    },
    {
      id: 'last',
      header: t('endpoints.last'),
      right: true,
      width: 184,
      wideOnly: true,
      cell: (row) => (row.delivered_at ? f.dateTime(row.delivered_at) : t('automations.never')),
    },
    { id: 'acts', header: t('endpoints.acts'), width: 96, cell: (row) => <Acts row={row} show={show} /> },
  ];
}

function Acts({ row, show }: { row: Endpoint; show: (made: EndpointMade) => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const ping = usePing();
  const rest = useRestEndpoint();
  const rotate = useRotateSecret();
  const remove = useRemoveEndpoint();
  const onError = (error: Error) => notifications.show({ color: 'red', message: problem(error) });
  const pinged = () => notifications.show({ message: t('endpoints.pinged', { name: row.name }) });
  return (
    <Menu>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-xs" aria-label={t('endpoints.acts_of', { name: row.name })}>
          <IconDots size={16} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={row.paused} onClick={() => ping.mutate(row.id, { onSuccess: pinged, onError })}>
          {t('endpoints.ping')}
        </Menu.Item>
        <Menu.Item onClick={() => rest.mutate({ id: row.id, paused: !row.paused }, { onError })}>
          {t(row.paused ? 'endpoints.resume' : 'endpoints.pause')}
        </Menu.Item>
        <Menu.Item onClick={() => rotate.mutate(row.id, { onSuccess: show, onError })}>
          {t('endpoints.rotate')}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => remove.mutate(row.id, { onError })}>
          {t('endpoints.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Add({ onClose, onMade }: { onClose: () => void; onMade: (made: EndpointMade) => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const add = useAddEndpoint();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  return (
    <Modal opened onClose={onClose} title={t('endpoints.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        className={css.fields}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ name, url }, { onSuccess: onMade });
        }}
      >
        <TextInput
          data-autofocus
          label={t('endpoints.name')}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('endpoints.url')}
          description={t('endpoints.url_hint')}
          required
          value={url}
          error={add.error ? problem(add.error) : undefined}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t('endpoints.add')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Secret({ made, onClose }: { made: EndpointMade; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('endpoints.secret', { name: made.endpoint.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={css.fields}>
        <p style={{ margin: 0 }}>{t('endpoints.secret_hint')}</p>
        <code className={css.secret}>{made.secret}</code>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('endpoints.secret_kept')}</Button>
        </Group>
      </div>
    </Modal>
  );
}
