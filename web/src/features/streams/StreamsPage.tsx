// The sources that send events: what came from each, and a new one.
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Stream, StreamWithKey } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading } from '@/components/states';
import { useI18n } from '@/i18n';
import { streamsQuery, useCreateStream } from './api';
import { KeyOnce } from './KeyOnce';
import { StreamForm } from './StreamForm';
import { waitingOf } from './waiting';

export function StreamsPage() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const streams = useQuery(streamsQuery);
  const [asking, { open, close }] = useDisclosure(false);
  const [made, setMade] = useState<StreamWithKey>();
  const create = useCreateStream();
  const columns = useStreamColumns();
  const add = (
    <Button onClick={open} leftSection={<IconPlus size={14} aria-hidden="true" />}>
      {t('streams.add')}
    </Button>
  );
  return (
    <Page title={t('streams.title')} note={t('streams.note')} actions={add}>
      {streams.error && !streams.data && <Failed error={streams.error} retry={() => streams.refetch()} />}
      {!streams.data && !streams.error && <Loading />}
      {streams.data && (
        <DataTable
          label={t('streams.title')}
          columns={columns}
          rows={streams.data}
          rowKey={(row) => row.id}
          onOpen={(row) => navigate({ to: '/sources/streams/$id', params: { id: row.id } })}
          empty={
            <Empty title={t('streams.empty')} action={add}>
              {t('streams.empty_hint')}
            </Empty>
          }
        />
      )}
      <Modal
        opened={asking}
        onClose={close}
        title={t('streams.add')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <StreamForm
          label={t('streams.make')}
          pending={create.isPending}
          error={create.error}
          onSave={(body) =>
            create.mutate(body, {
              onSuccess: (answer) => {
                close();
                setMade(answer);
              },
            })
          }
        />
      </Modal>
      <KeyOnce made={made} onClose={() => setMade(undefined)} />
    </Page>
  );
}

function useStreamColumns(): Column<Stream>[] {
  const { t, f } = useI18n();
  return [
    {
      id: 'source',
      header: t('streams.source'),
      cell: (s) => (
        <Link className="link" to="/sources/streams/$id" params={{ id: s.id }}>
          {s.source}
        </Link>
      ),
      title: (s) => s.source,
      long: true,
    },
    { id: 'key', header: t('streams.key'), width: 124, wideOnly: true, cell: (s) => <code>{s.shown}…</code> },
    {
      id: 'state',
      header: t('streams.state'),
      width: 140,
      narrow: 104,
      cell: (s) => (s.revoked_at ? t('streams.revoked') : t('streams.open')),
    },
    {
      id: 'events',
      header: t('streams.events'),
      hint: t('streams.events_hint'),
      right: true,
      width: 120,
      narrow: 88,
      cell: (s) => f.number(s.events),
    },
    {
      id: 'waiting',
      header: t('streams.waiting'),
      hint: t('streams.waiting_hint'),
      right: true,
      width: 120,
      wideOnly: true,
      cell: (s) => f.number(waitingOf(s)),
    },
    {
      id: 'last',
      header: t('streams.last'),
      right: true,
      width: 204,
      wideOnly: true,
      cell: (s) => (s.last_event_at ? f.dateTime(s.last_event_at) : '–'),
    },
  ];
}
