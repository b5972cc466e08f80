// Events that were not understood: by reason, each with what came, to mend, read again or give up.
import { Button, Chip, Group, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RejectedEvent, Stream } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Failed, Loading, useProblem } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import sources from '../sources/sources.module.css';
import { rejectedEventsQuery, useGiveUp, useGiveUpAll, useMend, useReplay } from './api';
import css from './streams.module.css';

export function RejectedEvents({ stream }: { stream: Stream }) {
  const { t, f, find, told } = useI18n();
  const [code, setCode] = useState<string>();
  const [open, setOpen] = useState<RejectedEvent>();
  const query = useInfiniteQuery(rejectedEventsQuery(stream.id, code));
  const { first, rows, onEnd } = usePages(query);
  const codes = Object.entries(stream.waiting);
  if (codes.length === 0) return <p className="dimmed">{t('events.none')}</p>;
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  const word = (name: string) => find(`events.code.${name}`) ?? name;
  const columns: Column<RejectedEvent>[] = [
    { id: 'at', header: t('events.at'), width: 204, cell: (e) => f.dateTime(e.received_at) },
    {
      id: 'reason',
      header: t('rejected.reason'),
      width: 360,
      cell: (e) => told(`event.${e.code}`, e.reason),
      title: (e) => e.reason,
      long: true,
    },
    {
      id: 'field',
      header: t('events.field'),
      width: 200,
      wideOnly: true,
      cell: (e) => e.field ?? '–',
      title: (e) => e.field ?? undefined,
    },
    {
      id: 'payload',
      header: t('events.payload'),
      wideOnly: true,
      cell: (e) => <span className="dimmed">{e.payload}</span>,
      title: (e) => e.payload.slice(0, 2000),
    },
  ];
  const height = Math.min(480, 38 + Math.max(1, rows.length) * 39);
  return (
    <section className={css.section}>
      <h2>{t('events.title')}</h2>
      <p className="dimmed">{t('events.hint')}</p>
      <div className={css.codes}>
        <Chip checked={code === undefined} onChange={() => setCode(undefined)}>
          {t('events.all')}
        </Chip>
        {codes.map(([name, count]) => (
          <Chip key={name} checked={code === name} onChange={() => setCode(name)}>
            {word(name)} · {f.number(count)}
          </Chip>
        ))}
        {code !== undefined && <OfCode stream={stream} code={code} onDone={() => setCode(undefined)} />}
      </div>
      {first ? (
        <div className={sources.rejected} style={{ height }}>
          <DataTable
            label={t('events.title')}
            columns={columns}
            rows={rows}
            total={first.total}
            rowKey={(row) => row.id}
            onOpen={setOpen}
            onEnd={onEnd}
          />
        </div>
      ) : (
        <Loading rows={4} />
      )}
      {open && <Mend key={open.id} stream={stream} event={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

/** What is done with all events of one reason. */
function OfCode({ stream, code, onDone }: { stream: Stream; code: string; onDone: () => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const [replay, giveUp] = [useReplay(stream.id), useGiveUpAll(stream.id)];
  const onError = (error: unknown) =>
    notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) });
  return (
    <>
      <Button
        variant="default"
        loading={replay.isPending}
        onClick={() =>
          replay.mutate(code, { onSuccess: () => notifications.show({ message: t('events.replaying') }), onError })
        }
      >
        {t('events.replay')}
      </Button>
      <Button
        variant="subtle"
        color="red"
        loading={giveUp.isPending}
        onClick={() => giveUp.mutate(code, { onSuccess: onDone, onError })}
      >
        {t('events.give_up_all')}
      </Button>
    </>
  );
}

function Mend({ stream, event, onClose }: { stream: Stream; event: RejectedEvent; onClose: () => void }) {
  const { t, told } = useI18n();
  const problem = useProblem();
  const [payload, setPayload] = useState(() => pretty(event.payload));
  const [mend, giveUp] = [useMend(stream.id), useGiveUp(stream.id)];
  const error = mend.error ?? giveUp.error;
  return (
    <Modal
      opened
      onClose={onClose}
      title={told(`event.${event.code}`, event.reason)}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {event.field && <p className={css.first}>{t('events.at_field', { field: event.field })}</p>}
      <Textarea
        size="xs"
        className={css.payload}
        label={t('events.payload')}
        value={payload}
        onChange={(change) => setPayload(change.currentTarget.value)}
        autosize
        minRows={6}
        maxRows={20}
        spellCheck={false}
        data-autofocus
      />
      {error && <p role="alert">{problem(error)}</p>}
      <Group justify="flex-end" mt="md">
        <Button
          variant="subtle"
          color="red"
          loading={giveUp.isPending}
          onClick={() => giveUp.mutate(event.id, { onSuccess: onClose })}
        >
          {t('events.give_up')}
        </Button>
        <Button
          loading={mend.isPending}
          onClick={() => mend.mutate({ event: event.id, payload }, { onSuccess: onClose })}
        >
          {t('events.mend')}
        </Button>
      </Group>
    </Modal>
  );
}

/** JSON over several lines; anything else as it came. */
function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
