// Rates of exchange for money in other currencies than the company's own. What is not yet a rate stays here and is not told on.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '@/i18n';
import { EditableRows } from './EditableRows';

type Told = Record<string, string>;
interface Row {
  currency: string;
  rate: string;
}

const isCurrency = (text: string) => /^[A-Z]{3}$/.test(text);
const isRate = (text: string) => /^\d+(\.\d+)?$/.test(text) && Number(text) > 0;

/** The rows that are whole, as the mapping keeps them. */
function ratesOf(rows: readonly Row[]): Told {
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
  const fields = (row: Row, index: number) => (
    <>
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
    </>
  );
  return (
    <EditableRows
      legend={t('mapping.rates')}
      rows={rows.map(fields)}
      addLabel={t('mapping.rate_add')}
      onAdd={() => setRows([...rows, { currency: '', rate: '' }])}
      removeLabel={t('mapping.rate_remove')}
      onRemove={(index) => set(rows.filter((_, i) => i !== index))}
    />
  );
}
