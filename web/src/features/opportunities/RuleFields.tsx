// The settings of what a rule watches for, one form for each kind.
import { Checkbox, NumberInput, Select, Textarea } from '@mantine/core';
import type { RuleBody } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './opportunities.module.css';

export const kinds = [
  'pattern',
  'basket_left',
  'page_visited',
  'came_back',
  'expected_order',
  'more_than_usual',
  'new_prospect',
] as const satisfies readonly RuleBody['watches'][];

/** What a new rule of a kind begins with. */
export function usual(kind: RuleBody['watches']): RuleBody {
  switch (kind) {
    case 'pattern':
      return { watches: kind, min_lift: 1.5, min_confidence: 0.05 };
    case 'basket_left':
      return { watches: kind, after_minutes: 30, views: 3 };
    case 'page_visited':
      return { watches: kind, pages: [] };
    case 'came_back':
      return { watches: kind, quiet_days: 60 };
    case 'expected_order':
      return { watches: kind, overdue_only: true };
    case 'more_than_usual':
      return { watches: kind, of: 'value', factor: 2, min_orders: 5 };
    case 'new_prospect':
      return { watches: kind };
  }
}

interface Props {
  body: RuleBody;
  onChange: (body: RuleBody) => void;
}

export function RuleFields({ body, onChange }: Props) {
  const { t } = useI18n();
  const number = (label: string, value: number, set: (value: number) => RuleBody, more?: object) => (
    <NumberInput label={label} value={value} min={0} onChange={(given) => onChange(set(Number(given)))} {...more} />
  );
  switch (body.watches) {
    case 'pattern':
      return (
        <div className={css.pair}>
          {number(t('rules.min_lift'), body.min_lift, (min_lift) => ({ ...body, min_lift }), {
            description: t('rules.min_lift_hint'),
            min: 1,
            step: 0.1,
          })}
          {number(t('rules.min_confidence'), Math.round(body.min_confidence * 100), (share) => ({
            ...body,
            min_confidence: share / 100,
          }))}
        </div>
      );
    case 'basket_left':
      return (
        <div className={css.pair}>
          {number(t('rules.after_minutes'), body.after_minutes, (after_minutes) => ({ ...body, after_minutes }), {
            min: 1,
          })}
          {number(t('rules.views'), body.views, (views) => ({ ...body, views }), {
            description: t('rules.views_hint'),
          })}
        </div>
      );
    case 'page_visited':
      return (
        <Textarea
          label={t('rules.pages')}
          description={t('rules.pages_hint')}
          autosize
          minRows={3}
          value={body.pages.join('\n')}
          onChange={(event) => onChange({ ...body, pages: event.currentTarget.value.split('\n') })}
        />
      );
    case 'came_back':
      return number(t('rules.days_silent'), body.quiet_days, (quiet_days) => ({ ...body, quiet_days }), { min: 1 });
    case 'expected_order':
      return (
        <Checkbox
          label={t('rules.overdue_only')}
          checked={body.overdue_only}
          onChange={(event) => onChange({ ...body, overdue_only: event.currentTarget.checked })}
        />
      );
    case 'more_than_usual':
      return (
        <div className={css.pair}>
          <Select
            label={t('rules.of')}
            allowDeselect={false}
            data={(['value', 'quantity'] as const).map((of) => ({ value: of, label: t(`rules.of.${of}`) }))}
            value={body.of}
            onChange={(of) => onChange({ ...body, of: of === 'quantity' ? 'quantity' : 'value' })}
          />
          {number(t('rules.factor'), body.factor, (factor) => ({ ...body, factor }), { min: 1.1, step: 0.1 })}
          {number(t('rules.min_orders'), body.min_orders, (min_orders) => ({ ...body, min_orders }), { min: 2 })}
        </div>
      );
    case 'new_prospect':
      return null;
  }
}
