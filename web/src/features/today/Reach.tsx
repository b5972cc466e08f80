// How to reach a customer; c calls, e writes. What was used is remembered for the outcome.
import { Button } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { useShortcuts } from '@/app/shortcuts';
import { KeyHint } from '@/components/KeyHint';
import { useI18n } from '@/i18n';
import css from './TaskPanel.module.css';

interface Props {
  phone: string | null | undefined;
  email: string | null | undefined;
  onReach?: (how: 'call' | 'email') => void;
}

export function Reach({ phone, email, onReach }: Props) {
  const { t } = useI18n();
  const tel = phone ? `tel:${phone.replace(/[^\d+]/g, '')}` : undefined;
  const mail = email ? `mailto:${email}` : undefined;
  const go = (how: 'call' | 'email', href: string | undefined) => {
    if (!href) return;
    onReach?.(how);
    window.location.href = href;
  };
  useShortcuts({ c: () => go('call', tel), e: () => go('email', mail) });
  if (!tel && !mail) return <p className={css.quiet}>{t('today.reach.none')}</p>;
  return (
    <div className={css.actions} style={{ position: 'static', margin: 0, padding: 0, border: 0 }}>
      {tel && (
        <Button
          variant="default"
          component="a"
          href={tel}
          onClick={() => onReach?.('call')}
          leftSection={<IconPhone size={14} aria-hidden="true" />}
          rightSection={<KeyHint>c</KeyHint>}
        >
          {phone}
        </Button>
      )}
      {mail && (
        <Button
          variant="default"
          component="a"
          href={mail}
          onClick={() => onReach?.('email')}
          leftSection={<IconMail size={14} aria-hidden="true" />}
          rightSection={<KeyHint>e</KeyHint>}
        >
          {email}
        </Button>
      )}
    </div>
  );
}
