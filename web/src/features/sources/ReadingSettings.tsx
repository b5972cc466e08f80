// How dates and numbers are written, values that no column holds, and which rows count.
import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import type { Mapping, Target } from '@/api/types';
import { useI18n } from '@/i18n';
import { dateLike } from './dates';
import { EditableRows } from './EditableRows';
import { OnlyRows } from './OnlyRows';
import { Rates } from './Rates';
import css from './sources.module.css';
import { targetKey, targetName, targetOf } from './target';

interface Props {
  mapping: Mapping;
  targets: Target[];
  onChange: (mapping: Mapping) => void;
}

export function ReadingSettings({ mapping, targets, onChange }: Props) {
  const { t } = useI18n();
  const rules = mapping.rules ?? {};
  const setRules = (part: Partial<NonNullable<Mapping['rules']>>) =>
    onChange({ ...mapping, rules: { ...rules, ...part } });
  return (
    <Stack gap="md" mt="sm">
      <div className={css.settings}>
        <TextInput
          label={t('mapping.date_format')}
          description={
            mapping.date_format?.includes('%')
              ? t('mapping.date_format_like', { example: dateLike(mapping.date_format) })
              : t('mapping.date_format_hint')
          }
          value={mapping.date_format ?? ''}
          onChange={(event) => onChange({ ...mapping, date_format: event.currentTarget.value })}
        />
        <TextInput
          label={t('mapping.time_zone')}
          description={t('mapping.time_zone_hint')}
          value={mapping.time_zone ?? 'UTC'}
          onChange={(event) => onChange({ ...mapping, time_zone: event.currentTarget.value })}
        />
        <TextInput
          label={t('mapping.level_names')}
          description={t('mapping.level_names_hint')}
          value={(mapping.level_names ?? []).join(', ')}
          onChange={(event) =>
            onChange({
              ...mapping,
              level_names: event.currentTarget.value
                .split(',')
                .map((name) => name.trim())
                .filter(Boolean),
            })
          }
        />
        <TextInput
          label={t('mapping.charge_products')}
          description={t('mapping.pattern_hint')}
          value={rules.charge_products ?? ''}
          onChange={(event) => setRules({ charge_products: event.currentTarget.value || null })}
        />
        <TextInput
          label={t('mapping.return_orders')}
          description={t('mapping.pattern_hint')}
          value={rules.return_orders ?? ''}
          onChange={(event) => setRules({ return_orders: event.currentTarget.value || null })}
        />
      </div>
      <Checkbox
        size="xs"
        label={t('mapping.decimal_comma')}
        checked={mapping.decimal_comma ?? false}
        onChange={(event) => onChange({ ...mapping, decimal_comma: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label={t('mapping.loose_names')}
        checked={rules.loose_product_names ?? false}
        onChange={(event) => setRules({ loose_product_names: event.currentTarget.checked })}
      />
      <OnlyRows mapping={mapping} onChange={(only) => setRules({ only })} />
      <Rates rates={rules.rates} onChange={(rates) => setRules({ rates })} />
      <Constants mapping={mapping} targets={targets} onChange={onChange} />
    </Stack>
  );
}

function Constants({ mapping, targets, onChange }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const constants = mapping.constants ?? [];
  const set = (next: typeof constants) => onChange({ ...mapping, constants: next });
  const options = new Map(targets.map((target) => [targetKey(target), targetName(target, i18n)]));
  for (const one of constants) options.set(targetKey(one.target), targetName(one.target, i18n));
  const change = (index: number, part: Partial<(typeof constants)[number]>) =>
    set(constants.map((one, i) => (i === index ? { ...one, ...part } : one)));
  const fields = (constant: (typeof constants)[number], index: number) => (
    <>
      <Select
        w={220}
        aria-label={t('mapping.constant_target')}
        allowDeselect={false}
        searchable
        data={[...options].map(([value, label]) => ({ value, label }))}
        value={targetKey(constant.target)}
        onChange={(next) => next && change(index, { target: targetOf(next) })}
      />
      <TextInput
        w={160}
        aria-label={t('channel.value')}
        value={constant.value}
        onChange={(event) => change(index, { value: event.currentTarget.value })}
      />
    </>
  );
  return (
    <EditableRows
      legend={t('mapping.constants')}
      rows={constants.map(fields)}
      addLabel={t('mapping.constant_add')}
      onAdd={() => set([...constants, { target: 'currency', value: '' }])}
      removeLabel={t('mapping.constant_remove')}
      onRemove={(index) => set(constants.filter((_, i) => i !== index))}
    />
  );
}
