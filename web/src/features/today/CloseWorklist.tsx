// Closing a worklist, asked once more; a closed one can be opened again.
import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArchive, IconArrowBackUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Worklist } from '@/api/types';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { usePutAway } from './api';

export function CloseWorklist({ list }: { list: Worklist }) {
  const { t } = useI18n();
  const problem = useProblem();
  const navigate = useNavigate();
  const putAway = usePutAway(list.id);
  const [asking, { open, close }] = useDisclosure(false);
  const onError = (error: Error) =>
    notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) });
  if (list.closed_at) {
    return (
      <Button
        variant="default"
        loading={putAway.isPending}
        leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
        onClick={() => putAway.mutate(false, { onError })}
      >
        {t('worklist.reopen')}
      </Button>
    );
  }
  const go = () => {
    close();
    putAway.mutate(true, {
      onSuccess: () => {
        notifications.show({ message: t('worklist.was_closed', { name: list.name }) });
        navigate({ to: '/today' });
      },
      onError,
    });
  };
  return (
    <>
      <Button
        variant="default"
        loading={putAway.isPending}
        leftSection={<IconArchive size={14} aria-hidden="true" />}
        onClick={open}
      >
        {t('worklist.close')}
      </Button>
      <Modal opened={asking} onClose={close} title={t('worklist.close_ask', { name: list.name })} centered>
        <p style={{ marginTop: 0 }}>{t('worklist.close_what', { n: list.counts.open + list.counts.snoozed })}</p>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('worklist.close_keep')}
          </Button>
          <Button color="red" onClick={go}>
            {t('worklist.close_go')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
