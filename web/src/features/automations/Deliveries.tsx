// Deliveries: what was sent, what waits, what failed; opened for what was said, and sent again.
import { Button, Group, Modal, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Disclose } from '@/components/Disclose';
import { Empty, Failed, Loading, useProblem } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { AutomationsFrame } from './AutomationsFrame';
import { deliveriesQuery, deliveryQuery, endpointsQuery, type SentFilter, useReplay, useReplayFailed } from './api';
import css from './automations.module.css';
import { StateMark } from './StateMark';

const states = ['waiting', 'delivered', 'failed'] as const;
const day = 86_400_000;

export function Deliveries() {
  const { t } = useI18n();
  const [filter, setFilter] = useState<SentFilter>({});
  const [opened, setOpened] = useState<Delivery>();
  const endpoints = useQuery(endpointsQuery).data?.items ?? [];
  const query = useInfiniteQuery(deliveriesQuery(filter));
  const { first, rows, onEnd } = usePages(query);
  const columns = useColumns(setOpened);
  return (
    <AutomationsFrame
      title={t('automations.part.deliveries')}
      note={t('deliveries.note')}
      actions={<ReplayFailed />}
      filters={
        <>
          <Select
            w={180}
            aria-label={t('deliveries.state')}
            placeholder={t('firings.all_states')}
            clearable
            data={states.map((state) => ({ value: state, label: t(`deliveries.state.${state}`) }))}
            value={filter.state ?? null}
            onChange={(state) => setFilter({ ...filter, state: states.find((one) => one === state) })}
          />
          <Select
            w={200}
            aria-label={t('automations.endpoint')}
            placeholder={t('deliveries.all_endpoints')}
            clearable
            data={endpoints.map((one) => ({ value: String(one.id), label: one.name }))}
            value={filter.endpoint ?? null}
            onChange={(endpoint) => setFilter({ ...filter, endpoint: endpoint ?? undefined })}
          />
        </>
      }
    >
      {query.error && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {!query.data && !query.error && <Loading />}
      {first && (
        <DataTable
          label={t('automations.part.deliveries')}
          columns={columns}
          rows={rows}
          total={first.total}
          rowKey={(row) => String(row.id)}
          onOpen={setOpened}
          onEnd={onEnd}
          empty={<Empty title={t('deliveries.none')}>{t('deliveries.none_hint')}</Empty>}
        />
      )}
      {opened && <Detail id={opened.id} onClose={() => setOpened(undefined)} />}
    </AutomationsFrame>
  );
}

function ReplayFailed() {
  const { t } = useI18n();
  const problem = useProblem();
  const replay = useReplayFailed();
  const go = () =>
    replay.mutate(new Date(Date.now() - 7 * day).toISOString(), {
      onSuccess: ({ deliveries }) => notifications.show({ message: t('deliveries.replayed', { n: deliveries }) }),
      onError: (error) => notifications.show({ color: 'red', message: problem(error) }),
    });
  return (
    <Button
      variant="default"
      loading={replay.isPending}
      onClick={go}
      leftSection={<IconRefresh size={14} aria-hidden="true" />}
    >
      {t('deliveries.replay_failed')}
    </Button>
  );
}

function useColumns(open: (delivery: Delivery) => void): Column<Delivery>[] {
  const { t, f, find } = useI18n();
  const answer = (row: Delivery) => {
    const problem = row.problem ? (find(`deliveries.problem.${row.problem}`) ?? row.problem) : undefined;
    return [row.status ? String(row.status) : undefined, problem].filter(Boolean).join(' · ') || '–';
  };
  return [
    {
      id: 'state',
      header: t('deliveries.state'),
      width: 128,
      cell: (row) => <StateMark of="deliveries" state={row.state} />,
    },
    {
      id: 'to',
      header: t('deliveries.to'),
      width: 220,
      narrow: 150,
      cell: (row) => <Disclose onClick={() => open(row)}>{row.recipient}</Disclose>,
      title: (row) => row.recipient,
    },
    {
      id: 'what',
      header: t('deliveries.what'),
      cell: (row) => row.automation_name ?? t(row.kind === 'test' ? 'deliveries.test' : 'deliveries.ping'),
      title: (row) => row.automation_name ?? undefined,
      wideOnly: true,
    },
    { id: 'attempts', header: t('deliveries.attempts'), right: true, width: 84, cell: (row) => f.number(row.attempts) },
    { id: 'answer', header: t('deliveries.answer'), width: 220, narrow: 140, cell: answer, title: answer },
    {
      id: 'next',
      header: t('deliveries.next'),
      right: true,
      width: 204,
      wideOnly: true,
      cell: (row) => (row.state === 'waiting' && row.next_at ? f.dateTime(row.next_at) : '–'),
    },
    {
      id: 'at',
      header: t('deliveries.at'),
      right: true,
      width: 204,
      wideOnly: true,
      cell: (row) => f.dateTime(row.created_at),
    },
  ];
}

function Detail({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useI18n();
  const problem = useProblem();
  const query = useQuery(deliveryQuery(id));
  const replay = useReplay();
  const detail = query.data;
  const again = () =>
    replay.mutate(id, {
      onSuccess: () => notifications.show({ message: t('deliveries.again') }),
      onError: (error) => notifications.show({ color: 'red', message: problem(error) }),
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={detail?.delivery.recipient ?? t('deliveries.one')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {query.error && <Failed error={query.error} retry={() => query.refetch()} />}
      {!detail && !query.error && <Loading rows={4} />}
      {detail && (
        <div className={css.fields}>
          <div>
            <StateMark of="deliveries" state={detail.delivery.state} />{' '}
            <span className="dimmed small">{detail.delivery.message_id}</span>
          </div>
          <section>
            <h3>{t('deliveries.said')}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
            <pre className={css.body} tabIndex={0}>
              {pretty(detail.body)}
            </pre>
          </section>
          <section>
            <h3>{t('deliveries.answered')}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
            <pre className={css.body} tabIndex={0}>
              {detail.response ?? t('deliveries.no_answer')}
            </pre>
          </section>
          <Group justify="flex-end">
            <Button loading={replay.isPending} onClick={again}>
              {t('deliveries.replay')}
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
