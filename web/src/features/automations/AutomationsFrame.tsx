// The frame of everything about automations: one title, and the way between its five lists.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '@/components/Page';
import { useI18n } from '@/i18n';
import css from './automations.module.css';

const parts = [
  { to: '/automations', key: 'automations.part.list' },
  { to: '/automations/log', key: 'automations.part.log' },
  { to: '/automations/deliveries', key: 'automations.part.deliveries' },
  { to: '/automations/endpoints', key: 'automations.part.endpoints' },
  { to: '/automations/letters', key: 'automations.part.letters' },
] as const;

interface Props {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
}

export function AutomationsFrame({ filters, children, ...page }: Props) {
  const { t } = useI18n();
  return (
    <Page {...page}>
      <nav className={css.parts} aria-label={t('automations.parts')}>
        {parts.map(({ to, key }) => (
          <Link key={to} to={to} className={css.part} activeOptions={{ exact: true }}>
            {t(key)}
          </Link>
        ))}
      </nav>
      {filters && <search className={css.filters}>{filters}</search>}
      {children}
    </Page>
  );
}
