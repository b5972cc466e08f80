// Closing a worklist, asked once more; a closed one can be opened again.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArchive, IconArrowBackUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Worklist } from '@/api/types';
import { AskFirst } from '@/components/AskFirst';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { usePutAway } from './api';

export function CloseWorklist({ list }: { list: Worklist }) {
  const { t } = useI18n();
  const problem = useProblem();
  const navigate = useNavigate();
  const putAway = usePutAway(list.id);
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
  const go = () =>
    putAway.mutate(true, {
      onSuccess: () => {
        notifications.show({ message: t('worklist.was_closed', { name: list.name }) });
        navigate({ to: '/today' });
      },
      onError,
    });
  return (
    <AskFirst
      label={t('worklist.close')}
      icon={<IconArchive size={14} aria-hidden="true" />}
      loading={putAway.isPending}
      ask={t('worklist.close_ask', { name: list.name })}
      what={t('worklist.close_what', { n: list.counts.open + list.counts.snoozed })}
      keep={t('worklist.close_keep')}
      go={t('worklist.close_go')}
      onGo={go}
    />
  );
}
