// Rates of exchange for money in other currencies than the company's own. What is not yet a rate stays here and is not told on.
import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useI18n } from '@/i18n';

type Told = Record<string, string>;
interface Row {
  currency: string;
  rate: string;
}

const isCurrency = (text: string) => /^[A-Z]{3}$/.test(text);
const isRate = (text: string) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0;

/** The rows that are whole, as the mapping keeps them. */
export function ratesOf(rows: readonly Row[]): Told {
  const whole = rows.filter((row) => isCurrency(row.currency) && isRate(row.rate));
  return Object.fromEntries(whole.map((row) => [row.currency, row.rate]));
}

export function Rates({ rates, onChange }: { rates: Told | undefined; onChange: (rates: Told) => void }) {
  const { t } = useI18n();
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries(rates ?? {}).map(([currency, rate]) => ({ currency, rate })),
  );
  const set = (next: Row[]) => {
    setRows(next);
    onChange(ratesOf(next));
  };
  const change = (index: number, part: Partial<Row>) =>
    set(rows.map((row, i) => (i === index ? { ...row, ...part } : row)));
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="small" style={{ padding: 0, marginBottom: 4 }}>
        {t('mapping.rates')}
      </legend>
      <Stack gap="sm">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <Group key={index} gap="sm" align="start">
            <TextInput
              w={120}
              aria-label={t('mapping.rate_currency')}
              placeholder="USD"
              value={row.currency}
              error={row.currency !== '' && !isCurrency(row.currency) && t('mapping.rate_currency_hint')}
              onChange={(event) => change(index, { currency: event.currentTarget.value.trim().toUpperCase() })}
            />
            <TextInput
              w={160}
              aria-label={t('mapping.rate')}
              placeholder="0.89"
              inputMode="decimal"
              value={row.rate}
              error={row.rate !== '' && !isRate(row.rate) && t('mapping.rate_hint')}
              onChange={(event) => change(index, { rate: event.currentTarget.value.trim().replace(',', '.') })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={t('mapping.rate_remove')}
              onClick={() => set(rows.filter((_, i) => i !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setRows([...rows, { currency: '', rate: '' }])}
          >
            {t('mapping.rate_add')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}
