// One rule: its name, what it watches for, when it keeps quiet.
import { Button, Checkbox, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewRule, RuleRow } from '@/api/types';
import { useCompany } from '@/app/session';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { useRemoveRule, useSaveRule } from './api';
import css from './opportunities.module.css';
import { kinds, RuleFields, usual } from './RuleFields';
import { useRuleName } from './ruleName';

interface Props {
  rule: RuleRow | 'new';
  onClose: () => void;
}

const fresh: NewRule = {
  name: '',
  body: usual('page_visited'),
  enabled: true,
  hot: false,
  expires_hours: 72,
  quiet_days: 30,
  contact_quiet_days: 3,
  min_value_minor: 0,
};

function written(rule: RuleRow): NewRule {
  const { id: _id, counts: _counts, ...rest } = rule;
  return rest;
}

export function RuleEditor({ rule, onClose }: Props) {
  const { t } = useI18n();
  const problem = useProblem();
  const save = useSaveRule();
  const remove = useRemoveRule();
  const ruleName = useRuleName();
  const [draft, setDraft] = useState<NewRule>(rule === 'new' ? fresh : written(rule));
  const set = (change: Partial<NewRule>) => setDraft((old) => ({ ...old, ...change }));
  const id = rule === 'new' ? undefined : rule.id;
  const units = useMinorUnits();
  const days = (label: string, name: 'expires_hours' | 'quiet_days' | 'contact_quiet_days', min: number) => (
    <NumberInput label={label} value={draft[name]} min={min} onChange={(given) => set({ [name]: Number(given) })} />
  );
  const failed = save.error ?? remove.error;

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(id === undefined ? 'rules.new' : 'rules.edit')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <form
        className={css.rule}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ id, rule: draft }, { onSuccess: onClose });
        }}
      >
        <TextInput
          label={t('rules.name')}
          required
          maxLength={80}
          value={ruleName(draft.name)}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={t('rules.watches')}
          allowDeselect={false}
          data={kinds.map((kind) => ({ value: kind, label: t(`rules.watches.${kind}`) }))}
          value={draft.body.watches}
          onChange={(kind) => {
            const chosen = kinds.find((one) => one === kind);
            if (chosen && chosen !== draft.body.watches) set({ body: usual(chosen) });
          }}
        />
        <RuleFields body={draft.body} onChange={(body) => set({ body })} />
        <div className={css.pair}>
          {days(t('rules.expires_hours'), 'expires_hours', 1)}
          {days(t('rules.quiet_days'), 'quiet_days', 0)}
          {days(t('rules.contact_quiet_days'), 'contact_quiet_days', 0)}
          <NumberInput
            label={t('rules.min_value')}
            value={draft.min_value_minor / units.size}
            min={0}
            suffix={` ${units.currency}`}
            onChange={(given) => set({ min_value_minor: Math.round(Number(given) * units.size) })}
          />
        </div>
        <Checkbox
          label={t('rules.hot')}
          checked={draft.hot}
          onChange={(event) => set({ hot: event.currentTarget.checked })}
        />
        {failed && (
          <p className="loss" role="alert">
            {problem(failed)}
          </p>
        )}
        <Group justify="space-between">
          {id === undefined ? (
            <span />
          ) : (
            <Button variant="subtle" color="red" onClick={() => remove.mutate(id, { onSuccess: onClose })}>
              {t('rules.remove')}
            </Button>
          )}
          <Group>
            <Button variant="default" onClick={onClose}>
              {t('rules.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('rules.save')}
            </Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}

/** How many minor units the reporting currency has in one. */
function useMinorUnits(): { currency: string; size: number } {
  const currency = useCompany()?.currency ?? 'EUR';
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return { currency, size: 10 ** (digits ?? 2) };
}
