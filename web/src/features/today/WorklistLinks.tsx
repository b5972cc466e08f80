// The other lists there are, one click from Today.
import { Button, Menu } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useI18n } from '@/i18n';
import { worklistsQuery } from './api';

export function WorklistLinks() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const lists = useQuery(worklistsQuery).data ?? [];
  if (lists.length === 0) return null;
  return (
    <Menu width={320}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconListCheck size={14} aria-hidden="true" />}>
          {t('worklist.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflow: 'auto' }}>
        {lists.map((list) => (
          <Menu.Item
            key={list.id}
            rightSection={<span className="dimmed small">{t('worklist.count', { n: list.counts.open })}</span>}
            onClick={() => navigate({ to: '/worklists/$id', params: { id: list.id } })}
          >
            {list.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
