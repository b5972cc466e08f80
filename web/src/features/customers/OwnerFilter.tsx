// Whose customers a list shows; nothing where no customer has an owner.
import { Select } from '@mantine/core';
import { useI18n } from '@/i18n';
import { useOwners } from './api';

interface Props {
  value: string | undefined;
  onChange: (owner: string | undefined) => void;
}

export function OwnerFilter({ value, onChange }: Props) {
  const { t } = useI18n();
  const owners = useOwners();
  if (owners.length === 0) return null;
  return (
    <Select
      w={170}
      aria-label={t('customers.owner')}
      placeholder={t('customers.all_owners')}
      clearable
      searchable
      data={owners}
      value={value ?? null}
      onChange={(owner) => onChange(owner ?? undefined)}
    />
  );
}
