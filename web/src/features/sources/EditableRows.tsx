// Rows that a person adds, fills and removes, under a heading of their own.
import { ActionIcon, Button, Group, Stack } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  legend: string;
  /** The fields of each row. */
  rows: ReactNode[];
  addLabel: string;
  onAdd: () => void;
  removeLabel: string;
  onRemove: (index: number) => void;
}

export function EditableRows({ legend, rows, addLabel, onAdd, removeLabel, onRemove }: Props) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="small" style={{ padding: 0, marginBottom: 4 }}>
        {legend}
      </legend>
      <Stack gap="sm">
        {rows.map((fields, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <Group key={index} gap="sm" align="start">
            {fields}
            <ActionIcon variant="subtle" color="gray" mt={4} aria-label={removeLabel} onClick={() => onRemove(index)}>
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button variant="subtle" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={onAdd}>
            {addLabel}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}
