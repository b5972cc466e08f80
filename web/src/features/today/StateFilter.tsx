// Which tasks of a list: side by side where there is room, one below the other where there is not.
import { SegmentedControl, Select } from '@mantine/core';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';

export interface Part {
  value: string;
  label: string;
}

interface Props {
  parts: Part[];
  value: string;
  onChange: (value: string) => void;
}

export function StateFilter({ parts, value, onChange }: Props) {
  const { t } = useI18n();
  if (useNarrow()) {
    return (
      <Select
        w={172}
        aria-label={t('today.state')}
        allowDeselect={false}
        data={parts}
        value={value}
        onChange={(next) => next && onChange(next)}
      />
    );
  }
  return <SegmentedControl aria-label={t('today.state')} data={parts} value={value} onChange={onChange} />;
}
