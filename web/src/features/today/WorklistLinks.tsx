// The lists that were made, one click from Today and from the patterns they were made from.
import { Button, Menu } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useI18n } from '@/i18n';
import { worklistsQuery } from './api';

export function WorklistLinks() {
  const { t, f } = useI18n();
  const navigate = useNavigate();
  const lists = useQuery(worklistsQuery).data ?? [];
  if (lists.length === 0) return null;
  return (
    <Menu width={360}>
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
            {/* Lists of one pattern have one name: when each was made tells them apart. */}
            <div className="dimmed small">{t('worklist.made', { date: f.dateTime(list.created_at) })}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
