// Whose patterns: everybody's, or those of customers who meet some conditions.
import { ActionIcon, Autocomplete, Button, Group, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconFilter, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useI18n } from '@/i18n';
import { attributesQuery } from './api';
import { type Clause, fields, fromChannel, opsOf, toChannel } from './condition';

const fresh: Clause = { field: 'attribute', attribute: '', op: 'is', value: '' };

interface Props {
  channel: string | undefined;
  onChange: (channel: string | undefined) => void;
}

export function ChannelPicker({ channel, onChange }: Props) {
  const { t } = useI18n();
  const [opened, setOpened] = useState(false);
  const [clauses, setClauses] = useState<Clause[]>([]);
  const present = fromChannel(channel);
  const say = (c: Clause) =>
    `${c.field === 'attribute' ? c.attribute : t(`channel.field.${c.field}`)} ${t(`channel.op.${c.op}`)} ${c.value}`.trim();
  const summary = !present
    ? t('channel.other')
    : present.length === 0
      ? t('channel.everybody')
      : present.map(say).join(', ');
  const open = (next: boolean) => {
    if (next) setClauses(present && present.length > 0 ? present : [fresh]);
    setOpened(next);
  };
  const finish = (next: string | undefined) => {
    onChange(next);
    setOpened(false);
  };
  const change = (index: number, part: Partial<Clause>) =>
    setClauses(clauses.map((clause, i) => (i === index ? { ...clause, ...part } : clause)));

  return (
    <Popover opened={opened} onChange={open} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          maw={280}
          title={summary}
          leftSection={<IconFilter size={14} aria-hidden="true" />}
          onClick={() => open(!opened)}
        >
          {t('channel.label')}: {summary}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('channel.label')} maw="calc(100vw - 16px)">
        <Stack gap="sm">
          <Text size="sm">{t('channel.explain')}</Text>
          {clauses.map((clause, index) => (
            <ClauseRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              key={index}
              clause={clause}
              onChange={(part) => change(index, part)}
              onRemove={() => setClauses(clauses.filter((_, i) => i !== index))}
            />
          ))}
          <Group justify="space-between">
            <Button
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden="true" />}
              onClick={() => setClauses([...clauses, fresh])}
            >
              {t('channel.add')}
            </Button>
            <Group gap="sm">
              <Button variant="default" onClick={() => finish(undefined)}>
                {t('channel.clear')}
              </Button>
              <Button onClick={() => finish(toChannel(clauses))}>{t('channel.apply')}</Button>
            </Group>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface RowProps {
  clause: Clause;
  onChange: (part: Partial<Clause>) => void;
  onRemove: () => void;
}

function ClauseRow({ clause, onChange, onRemove }: RowProps) {
  const { t } = useI18n();
  const { field, attribute, op, value } = clause;
  const attributes = useQuery(attributesQuery).data ?? [];
  const inside = { withinPortal: false };
  return (
    <Group gap="sm" wrap="wrap">
      <Select
        w={150}
        aria-label={t('channel.field')}
        allowDeselect={false}
        comboboxProps={inside}
        data={fields.map((one) => ({ value: one, label: t(`channel.field.${one}`) }))}
        value={field}
        onChange={(next) => {
          const chosen = fields.find((one) => one === next) ?? 'attribute';
          onChange({ field: chosen, op: opsOf(chosen)[0] ?? 'is' });
        }}
      />
      {field === 'attribute' && (
        <Autocomplete
          w={140}
          aria-label={t('channel.attribute_name')}
          placeholder={t('channel.attribute_name')}
          comboboxProps={inside}
          data={attributes}
          limit={50}
          value={attribute}
          onChange={(next) => onChange({ attribute: next })}
        />
      )}
      <Select
        w={104}
        aria-label={t('channel.op')}
        allowDeselect={false}
        comboboxProps={inside}
        data={opsOf(field).map((one) => ({ value: one, label: t(`channel.op.${one}`) }))}
        value={op}
        onChange={(next) => onChange({ op: opsOf(field).find((one) => one === next) ?? 'is' })}
      />
      {op !== 'known' && (
        <TextInput
          w={140}
          aria-label={t('channel.value')}
          placeholder={t('channel.value')}
          value={value}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={t('channel.remove')} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </Group>
  );
}
