// Take it up, or say why it is none; what somebody settled can be opened again.
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react';
import type { Opportunity } from '@/api/types';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import type { OpportunityAction } from './api';
import css from './opportunities.module.css';

export const dismissals = ['not_relevant', 'already_handled', 'wrong_time', 'do_not_contact', 'other'] as const;

interface Props {
  one: Opportunity;
  onAct: (one: Opportunity, action: OpportunityAction) => void;
}

export function OpportunityActions({ one, onAct }: Props) {
  const { t } = useI18n();
  const narrow = useNarrow();
  if (one.state === 'accepted' || one.state === 'dismissed') {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
        onClick={() => onAct(one, { act: 'reopen' })}
      >
        {t('opportunities.reopen')}
      </Button>
    );
  }
  if (one.state !== 'open') return null;
  return (
    <span className={css.actions}>
      {narrow ? (
        <ActionIcon
          variant="light"
          aria-label={t('opportunities.accept')}
          onClick={() => onAct(one, { act: 'accept' })}
        >
          <IconCheck size={16} />
        </ActionIcon>
      ) : (
        <Button size="compact-xs" variant="light" onClick={() => onAct(one, { act: 'accept' })}>
          {t('opportunities.accept')}
        </Button>
      )}
      <Menu position="bottom-end" width={220} returnFocus>
        <Menu.Target>
          {narrow ? (
            <ActionIcon variant="subtle" color="gray" aria-label={t('opportunities.dismiss')}>
              <IconX size={16} />
            </ActionIcon>
          ) : (
            <Button size="compact-xs" variant="subtle" color="gray">
              {t('opportunities.dismiss')}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('opportunities.dismiss_title')}</Menu.Label>
          {dismissals.map((reason) => (
            <Menu.Item key={reason} onClick={() => onAct(one, { act: 'dismiss', reason })}>
              {t(`opportunities.dismissed.${reason}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
