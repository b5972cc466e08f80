// How often an automation fires at most.
import { NumberInput } from '@mantine/core';
import type { Limits } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './automations.module.css';

interface Props {
  limits: Limits;
  onChange: (limits: Limits) => void;
}

export function LimitFields({ limits, onChange }: Props) {
  const { t } = useI18n();
  const field = (name: keyof Limits, most: number) => (
    <NumberInput
      label={t(`automations.limit.${name}`)}
      min={1}
      max={most}
      clampBehavior="strict"
      value={limits[name]}
      onChange={(given) => onChange({ ...limits, [name]: Number(given) })}
    />
  );
  return (
    <div className={css.pair}>
      {field('per_customer', 1000)}
      {field('customer_days', 366)}
      {field('per_day', 10_000)}
    </div>
  );
}
