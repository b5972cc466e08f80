// The frame around every screen: navigation, search, appearance, language, and what is being computed just now.
import { ActionIcon } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconBolt, IconCalendarCheck, IconDatabaseImport, IconRoute, IconSearch, IconUsers } from '@tabler/icons-react';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNarrow } from '@/components/useNarrow';
import { ReplayBar } from '@/features/replay/ReplayBar';
import { FileDrop } from '@/features/sources/FileDrop';
import { useI18n } from '@/i18n';
import { Brand } from './Brand';
import { JobsNote } from './JobsNote';
import { KeysHelp } from './KeysHelp';
import { Palette } from './Palette';
import css from './Shell.module.css';
import { useMayAutomate } from './session';
import { useShortcuts } from './shortcuts';
import { UserMenu } from './UserMenu';
import { useLiveUpdates } from './useLiveUpdates';

export const screens = [
  { to: '/today', key: 'nav.today', icon: IconCalendarCheck },
  { to: '/opportunities', key: 'nav.opportunities', icon: IconBolt },
  { to: '/customers', key: 'nav.customers', icon: IconUsers },
  { to: '/patterns', key: 'nav.patterns', icon: IconRoute },
  { to: '/sources', key: 'nav.sources', icon: IconDatabaseImport },
] as const;

export function Shell() {
  const { t } = useI18n();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const automates = useMayAutomate();
  useLiveUpdates();
  useShortcuts({
    '?': () => setHelp(true),
    'g t': () => navigate({ to: '/today' }),
    'g o': () => navigate({ to: '/opportunities' }),
    'g c': () => navigate({ to: '/customers' }),
    'g p': () => navigate({ to: '/patterns' }),
    'g s': () => navigate({ to: '/sources' }),
    'g a': () => automates && navigate({ to: '/automations' }),
  });

  const links = (size: number) =>
    screens.map(({ to, key, icon: Icon }) => (
      <Link key={to} to={to} className={css.item}>
        <Icon size={size} stroke={1.6} aria-hidden="true" />
        {t(key)}
      </Link>
    ));

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('nav.skip')}
      </a>
      {narrow ? (
        <header className={css.top}>
          <Brand />
          <JobsNote />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.search')} onClick={spotlight.open}>
            <IconSearch size={18} />
          </ActionIcon>
          <UserMenu compact onKeys={() => setHelp(true)} />
        </header>
      ) : (
        <header className={css.side}>
          <Brand />
          <button type="button" className={css.search} onClick={spotlight.open}>
            <IconSearch size={16} aria-hidden="true" />
            <span>{t('shell.search')}</span>
            <kbd>{/Mac/.test(navigator.platform) ? '⌘K' : 'Ctrl K'}</kbd>
          </button>
          <nav className={css.nav} aria-label={t('nav.label')}>
            {links(18)}
          </nav>
          <div className={css.foot}>
            <JobsNote />
            <UserMenu onKeys={() => setHelp(true)} />
          </div>
        </header>
      )}
      <main id="content" className={css.main}>
        <ReplayBar />
        <Outlet />
      </main>
      {narrow && (
        <nav className={css.bottom} aria-label={t('nav.label')}>
          {links(20)}
        </nav>
      )}
      <Palette onKeys={() => setHelp(true)} />
      <KeysHelp opened={help} onClose={() => setHelp(false)} />
      <FileDrop />
    </div>
  );
}
