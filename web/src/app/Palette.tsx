// Ctrl-K: screens, actions, customers and patterns from one box.
import { Spotlight } from '@mantine/spotlight';
import {
  IconFileImport,
  IconKeyboard,
  IconListCheck,
  IconRoute,
  IconSearch,
  IconSettingsAutomation,
  IconUser,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import { openFilePicker } from '@/features/sources/upload';
import { worklistsQuery } from '@/features/today/api';
import { useI18n } from '@/i18n';
import { screens } from './Shell';
import { useMayAutomate } from './session';

const settings = { to: '/automations', key: 'automations.title', icon: IconSettingsAutomation } as const;

interface Entry {
  id: string;
  label: string;
  hint?: string;
  icon: ReactNode;
  act: () => void;
}

function useFound(q: string) {
  return useQuery({
    queryKey: ['search', q],
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () => orThrow(api.GET('/api/v1/search', { params: { query: { q, limit: 8 } } })),
  });
}

export function Palette({ onKeys }: { onKeys: () => void }) {
  const { t, f } = useI18n();
  const navigate = useNavigate();
  const automates = useMayAutomate();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useFound(q).data;
  const lists = useQuery(worklistsQuery).data ?? [];
  const matches = (label: string) => label.toLowerCase().includes(q.toLowerCase());

  const groups: [title: string, entries: Entry[]][] = [
    [
      t('palette.screens'),
      [...screens, ...(automates ? [settings] : [])]
        .map(({ to, key, icon: Icon }) => ({
          id: to,
          label: t(key),
          icon: <Icon size={16} stroke={1.6} />,
          act: () => void navigate({ to }),
        }))
        .filter((entry) => matches(entry.label)),
    ],
    [
      t('palette.actions'),
      [
        { id: 'upload', label: t('palette.upload'), icon: <IconFileImport size={16} />, act: openFilePicker },
        { id: 'keys', label: t('shell.keys'), icon: <IconKeyboard size={16} />, act: onKeys },
      ].filter((entry) => matches(entry.label)),
    ],
    [
      t('worklist.title'),
      // By name, or all of them by the word for them.
      (q ? lists : [])
        .filter(({ name }) => matches(name) || matches(t('worklist.title')))
        .map((list) => ({
          id: `worklist ${list.id}`,
          label: list.name,
          hint: t('worklist.made', { date: f.dateTime(list.created_at) }),
          icon: <IconListCheck size={16} stroke={1.6} />,
          act: () => void navigate({ to: '/worklists/$id', params: { id: list.id } }),
        })),
    ],
    [
      t('palette.customers'),
      (q ? (found?.customers ?? []) : []).map((customer) => ({
        id: customer.key,
        label: customer.name,
        ...(customer.name === customer.id ? {} : { hint: customer.id }),
        icon: <IconUser size={16} stroke={1.6} />,
        act: () => void navigate({ to: '/customers/$key', params: { key: customer.key } }),
      })),
    ],
    [
      t('palette.patterns'),
      (q ? (found?.patterns ?? []) : []).map((pattern) => ({
        id: pattern.id,
        label: t('palette.pattern', pattern),
        icon: <IconRoute size={16} stroke={1.6} />,
        act: () => void navigate({ to: '/patterns/$id', params: { id: pattern.id } }),
      })),
    ],
    [
      t('palette.products'),
      (q ? (found?.items ?? []) : []).map((item) => ({
        id: `${item.level}:${item.name}`,
        label: item.name,
        icon: <IconRoute size={16} stroke={1.6} />,
        act: () => void navigate({ to: '/patterns', search: { q: item.name, level: item.level } }),
      })),
    ],
  ];
  const filled = groups.filter(([, entries]) => entries.length > 0);

  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      triggerOnContentEditable
      maxHeight={420}
      scrollable
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
    >
      <Spotlight.Search
        aria-label={t('palette.placeholder')}
        placeholder={t('palette.placeholder')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {filled.map(([title, entries]) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                onClick={entry.act}
                closeSpotlightOnTrigger
                highlightQuery={false}
                label={entry.label}
                leftSection={entry.icon}
                rightSection={entry.hint ? <span className="dimmed small">{entry.hint}</span> : undefined}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {filled.length === 0 && <Spotlight.Empty>{t('palette.nothing', { q })}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
