// What a source may send: dialects, orders, web pages, currency, rate.
import { Button, Checkbox, Group, MultiSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { StreamSettings } from '@/api/types';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import css from './streams.module.css';

const dialects = ['segment', 'posthog', 'snowplow', 'cloudevents'] as const;

interface Props {
  /** Nothing where the source is new and is named here. */
  settings?: StreamSettings;
  label: string;
  pending: boolean;
  error: unknown;
  onSave: (settings: StreamSettings & { source: string }) => void;
  aside?: ReactNode;
}

export function StreamForm({ settings, label, pending, error, onSave, aside }: Props) {
  const { t } = useI18n();
  const problem = useProblem();
  const [source, setSource] = useState('');
  const [spoken, setSpoken] = useState<string[]>(settings?.dialects ?? []);
  const [sales, setSales] = useState(settings?.sales ?? true);
  const [currency, setCurrency] = useState(settings?.currency ?? '');
  const [origins, setOrigins] = useState<string[]>(settings?.origins ?? []);
  const [rate, setRate] = useState<string | number>(settings?.per_second ?? 20000);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({
      source,
      dialects: dialects.filter((dialect) => spoken.includes(dialect)),
      sales,
      currency: currency.trim() || null,
      origins,
      per_second: Number(rate),
    });
  };
  return (
    <form className={css.form} onSubmit={save}>
      {!settings && (
        <TextInput
          label={t('streams.source')}
          description={t('streams.source_hint')}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
          required
          data-autofocus
        />
      )}
      <MultiSelect
        size="xs"
        label={t('streams.dialects')}
        description={t('streams.dialects_hint')}
        data={dialects.map((value) => ({ value, label: t(`streams.dialect.${value}`) }))}
        value={spoken}
        onChange={setSpoken}
      />
      <Checkbox
        size="xs"
        label={t('streams.sales')}
        description={t('streams.sales_hint')}
        checked={sales}
        onChange={(event) => setSales(event.currentTarget.checked)}
      />
      <TagsInput
        size="xs"
        label={t('streams.origins')}
        description={t('streams.origins_hint')}
        value={origins}
        onChange={setOrigins}
      />
      <TextInput
        label={t('streams.currency')}
        description={t('streams.currency_hint')}
        value={currency}
        onChange={(event) => setCurrency(event.currentTarget.value)}
        maxLength={3}
      />
      <NumberInput
        label={t('streams.rate')}
        value={rate}
        onChange={setRate}
        min={1}
        max={100000}
        allowDecimal={false}
        thousandSeparator=" "
      />
      {error !== null && error !== undefined && <p role="alert">{problem(error)}</p>}
      <Group justify="flex-end">
        {aside}
        <Button type="submit" loading={pending}>
          {label}
        </Button>
      </Group>
    </form>
  );
}
