// Only rows whose column has one of some values are imported.
import { Group, Select, TextInput } from '@mantine/core';
import type { Mapping } from '@/api/types';
import { useI18n } from '@/i18n';

type Only = NonNullable<Mapping['rules']>['only'];

export function OnlyRows({ mapping, onChange }: { mapping: Mapping; onChange: (only: Only) => void }) {
  const { t } = useI18n();
  const only = mapping.rules?.only;
  return (
    <Group gap="sm" align="end">
      <Select
        w={220}
        label={t('mapping.only')}
        placeholder={t('mapping.only_all')}
        clearable
        data={[...new Set(mapping.columns.map((column) => column.name))]}
        value={only?.column ?? null}
        onChange={(column) => onChange(column ? { column, values: only?.values ?? [] } : null)}
      />
      {only && (
        <TextInput
          w={220}
          label={t('mapping.only_values')}
          value={only.values.join(', ')}
          onChange={(event) =>
            onChange({ ...only, values: event.currentTarget.value.split(',').map((value) => value.trim()) })
          }
        />
      )}
    </Group>
  );
}
