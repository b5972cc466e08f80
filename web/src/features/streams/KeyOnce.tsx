// A new key, the only time that it is shown.
import { Button, CopyButton, Group, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { StreamWithKey } from '@/api/types';
import { useI18n } from '@/i18n';
import { FirstEvent } from './FirstEvent';
import css from './streams.module.css';

interface Props {
  made: StreamWithKey | undefined;
  onClose: () => void;
}

export function KeyOnce({ made, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Modal
      opened={made !== undefined}
      onClose={onClose}
      title={t('streams.key_of', { source: made?.stream.source ?? '' })}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {made && (
        <>
          <p className={css.first}>{t('streams.key_once')}</p>
          <Group gap={8} wrap="nowrap">
            <code className={css.key}>{made.key}</code>
            <CopyButton value={made.key}>
              {({ copied, copy }) => (
                <Button
                  onClick={copy}
                  leftSection={
                    copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />
                  }
                >
                  {copied ? t('streams.copied') : t('streams.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
          <FirstEvent apiKey={made.key} />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              {t('streams.key_kept')}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
