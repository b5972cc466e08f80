// Takes the list on screen away as a file, with the same filters, in the reader's language.
import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useI18n } from '@/i18n';

type Value = string | number | boolean | null | undefined;

export function exportUrl(list: string, format: 'csv' | 'xlsx', filters: Record<string, Value>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const tail = query.size > 0 ? `?${query}` : '';
  return `/api/v1/export/${list}.${format}${tail}`;
}

export function ExportMenu({ list, filters = {} }: { list: string; filters?: Record<string, Value> }) {
  const { t, language } = useI18n();
  const asked = { ...filters, language };
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={14} aria-hidden="true" />}>
          {t('list.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={exportUrl(list, 'csv', asked)} download>
          {t('list.export_csv')}
        </Menu.Item>
        <Menu.Item component="a" href={exportUrl(list, 'xlsx', asked)} download>
          {t('list.export_xlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
