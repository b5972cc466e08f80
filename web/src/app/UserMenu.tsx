// Appearance, language, keys and signing out.
import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettingsAutomation,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useI18n } from '@/i18n';
import { languages } from '@/i18n/format';
import css from './Shell.module.css';
import { useMayAutomate, useSession, useSignOut } from './session';

const schemes = [
  { scheme: 'light', key: 'shell.light', icon: IconSun },
  { scheme: 'dark', key: 'shell.dark', icon: IconMoon },
  { scheme: 'auto', key: 'shell.system', icon: IconDeviceDesktop },
] as const;
const names = { en: 'English', fi: 'Suomi' } as const;

export function UserMenu({ compact, onKeys }: { compact?: boolean; onKeys: () => void }) {
  const { t, language, setLanguage } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const user = useSession().data?.user;
  const automates = useMayAutomate();
  const signOut = useSignOut();
  const tick = <IconCheck size={14} aria-hidden="true" />;
  return (
    <Menu width={220}>
      <Menu.Target>
        {compact ? (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.menu')}>
            <IconUserCircle size={20} />
          </ActionIcon>
        ) : (
          <button type="button" className={css.user}>
            <IconUserCircle size={18} aria-hidden="true" />
            <span className="cut">{user?.name ?? t('shell.menu')}</span>
          </button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {automates && (
          <>
            <Menu.Label>{t('shell.settings')}</Menu.Label>
            <Menu.Item
              component={Link}
              to="/automations"
              leftSection={<IconSettingsAutomation size={16} aria-hidden="true" />}
            >
              {t('automations.title')}
            </Menu.Item>
          </>
        )}
        <Menu.Label>{t('shell.appearance')}</Menu.Label>
        {schemes.map(({ scheme, key, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden="true" />}
            rightSection={colorScheme === scheme ? tick : undefined}
            aria-current={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
          >
            {t(key)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            rightSection={language === one ? tick : undefined}
            aria-current={language === one}
            onClick={() => setLanguage(one)}
          >
            {names[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconKeyboard size={16} aria-hidden="true" />}
          rightSection={<kbd>?</kbd>}
          onClick={onKeys}
        >
          {t('shell.keys')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={signOut}>
          {t('shell.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
