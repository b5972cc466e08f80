// What must hold of what happened, and of the customer. The condition is checked as it is written.
import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Automation, HappeningTest } from '@/api/types';
import { useProblem } from '@/components/states';
import { EditableRows } from '@/features/sources/EditableRows';
import { useI18n } from '@/i18n';
import { checkQuery } from './api';

const ops = ['is', 'contains', 'at_least', 'at_most', 'more', 'less', 'known'] as const;

interface Props {
  draft: Automation;
  onChange: (change: Partial<Automation>) => void;
}

export function WhoFields({ draft, onChange }: Props) {
  const { t, f } = useI18n();
  const problem = useProblem();
  const [who] = useDebouncedValue(draft.who ?? '', 400);
  // Only the condition is looked at: what else is missing is told when it is saved.
  const looked = useQuery(
    checkQuery({ name: 'x', trigger: { when: 'schedule', hour: 8 }, who, actions: [{ do: 'note', text: 'x' }] }),
  );
  return (
    <>
      <TextInput
        label={t('automations.condition')}
        description={t('automations.condition_hint')}
        placeholder="orders >= 3 and owner is known"
        value={draft.who ?? ''}
        error={looked.error ? problem(looked.error) : undefined}
        onChange={(event) => onChange({ who: event.currentTarget.value })}
      />
      {looked.data && (
        <p className="dimmed" style={{ margin: 0 }}>
          {t('automations.met', { n: looked.data.customers, count: f.number(looked.data.customers) })}
        </p>
      )}
      {draft.trigger.when !== 'schedule' && (
        <Tests tests={draft.tests ?? []} onChange={(tests) => onChange({ tests })} />
      )}
    </>
  );
}

function Tests({ tests, onChange }: { tests: HappeningTest[]; onChange: (tests: HappeningTest[]) => void }) {
  const { t } = useI18n();
  const set = (index: number, change: Partial<HappeningTest>) =>
    onChange(tests.map((test, i) => (i === index ? { ...test, ...change } : test)));
  const rows = tests.map((test, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a test is its place
    <span key={index} style={{ display: 'contents' }}>
      <TextInput
        aria-label={t('automations.test_of')}
        placeholder="value"
        value={test.of}
        onChange={(event) => set(index, { of: event.currentTarget.value })}
      />
      <Select
        aria-label={t('automations.test_op')}
        w={150}
        allowDeselect={false}
        data={ops.map((op) => ({ value: op, label: t(`automations.op.${op}`) }))}
        value={test.op}
        onChange={(op) => set(index, { op: ops.find((one) => one === op) ?? 'is' })}
      />
      {test.op !== 'known' && (
        <TextInput
          aria-label={t('automations.test_value')}
          value={test.values?.[0] ?? ''}
          onChange={(event) => set(index, { values: [event.currentTarget.value] })}
        />
      )}
    </span>
  ));
  return (
    <EditableRows
      legend={t('automations.tests')}
      rows={rows}
      addLabel={t('automations.test_add')}
      onAdd={() => onChange([...tests, { of: 'value', op: 'at_least', values: ['100'] }])}
      removeLabel={t('automations.test_remove')}
      onRemove={(index) => onChange(tests.filter((_, i) => i !== index))}
    />
  );
}
