// One source: its key, what it may send, and the events that were not understood.
import { Button, Group, Modal, NumberInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconKeyOff, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Stream, StreamWithKey } from '@/api/types';
import { AskFirst } from '@/components/AskFirst';
import { Body, Page } from '@/components/Page';
import { Empty, Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { streamsQuery, useRevokeStream, useRotateStream, useUpdateStream } from './api';
import { FirstEvent } from './FirstEvent';
import { KeyOnce } from './KeyOnce';
import { RejectedEvents } from './RejectedEvents';
import { StreamForm } from './StreamForm';
import css from './streams.module.css';

export function StreamPage() {
  const { t, f } = useI18n();
  const { id } = useParams({ from: '/sources/streams/$id' });
  const streams = useQuery(streamsQuery);
  if (streams.error) return <Failed page error={streams.error} retry={() => streams.refetch()} />;
  if (!streams.data) return <Loading />;
  const stream = streams.data.find((one) => one.id === id);
  if (!stream) return <Empty page title={t('streams.none')} />;
  const note = [
    `${stream.shown}…`,
    t('streams.came', { n: stream.events }),
    stream.last_event_at ? t('streams.last_at', { at: f.dateTime(stream.last_event_at) }) : t('streams.never'),
    stream.earlier_until ? t('streams.earlier', { at: f.dateTime(stream.earlier_until) }) : '',
    stream.revoked_at ? t('streams.revoked_at', { at: f.dateTime(stream.revoked_at) }) : '',
  ];
  return (
    <Page
      title={stream.source}
      note={note.filter(Boolean).join(' · ')}
      actions={stream.revoked_at ? undefined : <Keys stream={stream} />}
    >
      <Body label={stream.source}>
        <RejectedEvents stream={stream} />
        {!stream.revoked_at && (
          <>
            <section className={css.section}>
              <h2>{t('streams.settings')}</h2>
              <Settings key={stream.id} stream={stream} />
            </section>
            {stream.events === 0 && <FirstEvent apiKey={t('streams.your_key')} />}
          </>
        )}
      </Body>
    </Page>
  );
}

function Settings({ stream }: { stream: Stream }) {
  const { t } = useI18n();
  const update = useUpdateStream(stream.id);
  return (
    <StreamForm
      settings={stream.settings}
      label={t('streams.save')}
      pending={update.isPending}
      error={update.error}
      onSave={({ source: _, ...settings }) =>
        update.mutate(settings, { onSuccess: () => notifications.show({ message: t('streams.saved') }) })
      }
    />
  );
}

/** A new key for the old one, and taking it back. */
function Keys({ stream }: { stream: Stream }) {
  const { t } = useI18n();
  const problem = useProblem();
  const failed = (error: unknown) =>
    notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) });
  const [asking, { open, close }] = useDisclosure(false);
  const [hours, setHours] = useState<string | number>(24);
  const [made, setMade] = useState<StreamWithKey>();
  const rotate = useRotateStream(stream.id);
  const revoke = useRevokeStream(stream.id);
  const change = () =>
    rotate.mutate(Number(hours), {
      onSuccess: (answer) => {
        close();
        setMade(answer);
      },
      onError: failed,
    });
  return (
    <>
      <Button variant="default" onClick={open} leftSection={<IconRefresh size={14} aria-hidden="true" />}>
        {t('streams.rotate')}
      </Button>
      <AskFirst
        label={t('streams.revoke')}
        icon={<IconKeyOff size={14} aria-hidden="true" />}
        loading={revoke.isPending}
        ask={t('streams.revoke_ask', { source: stream.source })}
        what={t('streams.revoke_what')}
        keep={t('streams.revoke_keep')}
        go={t('streams.revoke')}
        onGo={() => revoke.mutate(undefined, { onError: failed })}
      />
      <Modal
        opened={asking}
        onClose={close}
        title={t('streams.rotate_ask', { source: stream.source })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p className={css.first}>{t('streams.rotate_what')}</p>
        <NumberInput
          label={t('streams.grace')}
          value={hours}
          onChange={setHours}
          min={0}
          max={720}
          allowDecimal={false}
          data-autofocus
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t('streams.revoke_keep')}
          </Button>
          <Button loading={rotate.isPending} onClick={change}>
            {t('streams.rotate')}
          </Button>
        </Group>
      </Modal>
      <KeyOnce made={made} onClose={() => setMade(undefined)} />
    </>
  );
}
