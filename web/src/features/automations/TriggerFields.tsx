// When an automation fires.
import { Checkbox, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Trigger } from '@/api/types';
import { opportunityKinds } from '@/app/search';
import { useI18n } from '@/i18n';
import { useRuleName } from '../opportunities/ruleName';
import { wordsQuery } from './api';
import css from './automations.module.css';

const kinds = ['event', 'opportunity', 'list_entry', 'schedule'] as const;
const lists = ['today', 'pattern', 'replenishment', 'manual'] as const;
const listReasons = ['declining', 'late', 'lapsed', 'lost_line', 'due', 'pattern'] as const;
const days = [1, 2, 3, 4, 5, 6, 7] as const;

const usual: Record<Trigger['when'], Trigger> = {
  event: { when: 'event', touches: [] },
  opportunity: { when: 'opportunity', rules: [], kinds: [] },
  list_entry: { when: 'list_entry', sources: [], reasons: [] },
  schedule: { when: 'schedule', hour: 8 },
};

interface Props {
  trigger: Trigger;
  onChange: (trigger: Trigger) => void;
}

export function TriggerFields({ trigger, onChange }: Props) {
  const { t } = useI18n();
  return (
    <>
      <Select
        label={t('automations.trigger')}
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: t(`automations.trigger.${kind}`) }))}
        value={trigger.when}
        onChange={(kind) => {
          const chosen = kinds.find((one) => one === kind);
          if (chosen && chosen !== trigger.when) onChange(usual[chosen]);
        }}
      />
      <div className={css.pair}>
        <OfKind trigger={trigger} onChange={onChange} />
      </div>
    </>
  );
}

function OfKind({ trigger, onChange }: Props) {
  const { t, find } = useI18n();
  const ruleName = useRuleName();
  const words = useQuery(wordsQuery).data;
  const reason = (code: string) => ({ value: code, label: find(`reason.kind.${code}`) ?? code });
  switch (trigger.when) {
    case 'event':
      return (
        <>
          <TagsInput
            size="xs"
            label={t('automations.touches')}
            description={t('automations.touches_hint')}
            data={['order', ...(words?.touches ?? []).filter((word) => word !== 'order')]}
            value={trigger.touches ?? []}
            onChange={(touches) => onChange({ ...trigger, touches })}
          />
          <TextInput
            label={t('automations.subject')}
            description={t('automations.subject_hint')}
            value={trigger.subject ?? ''}
            onChange={(event) => onChange({ ...trigger, subject: event.currentTarget.value || null })}
          />
          <Checkbox
            size="xs"
            label={t('automations.ours_too')}
            checked={trigger.ours_too ?? false}
            onChange={(event) => onChange({ ...trigger, ours_too: event.currentTarget.checked })}
          />
        </>
      );
    case 'opportunity':
      return (
        <>
          <MultiSelect
            size="xs"
            label={t('automations.kinds')}
            description={t('automations.any_hint')}
            data={opportunityKinds.map(reason)}
            value={trigger.kinds ?? []}
            onChange={(chosen) => onChange({ ...trigger, kinds: chosen })}
          />
          <MultiSelect
            size="xs"
            label={t('automations.rules')}
            description={t('automations.any_hint')}
            data={(words?.rules ?? []).map((rule) => ({ value: String(rule.id), label: ruleName(rule.name) }))}
            value={(trigger.rules ?? []).map(String)}
            onChange={(rules) => onChange({ ...trigger, rules: rules.map(Number) })}
          />
        </>
      );
    case 'list_entry':
      return (
        <>
          <MultiSelect
            size="xs"
            label={t('automations.lists')}
            description={t('automations.any_hint')}
            data={lists.map((list) => ({ value: list, label: t(`automations.source.${list}`) }))}
            value={trigger.sources ?? []}
            onChange={(sources) => onChange({ ...trigger, sources })}
          />
          <MultiSelect
            size="xs"
            label={t('automations.reasons')}
            description={t('automations.any_hint')}
            data={listReasons.map(reason)}
            value={trigger.reasons ?? []}
            onChange={(reasons) => onChange({ ...trigger, reasons })}
          />
        </>
      );
    case 'schedule':
      return (
        <>
          <Select
            label={t('automations.weekday')}
            allowDeselect={false}
            data={[
              { value: '0', label: t('automations.every_day') },
              ...days.map((day) => ({ value: String(day), label: t(`automations.day.${day}`) })),
            ]}
            value={String(trigger.weekday ?? 0)}
            onChange={(day) => onChange({ ...trigger, weekday: Number(day) || null })}
          />
          <Select
            label={t('automations.hour')}
            allowDeselect={false}
            data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }))}
            value={String(trigger.hour)}
            onChange={(hour) => onChange({ ...trigger, hour: Number(hour) })}
          />
        </>
      );
  }
}
