// The filters of Today; each lives in the URL.
import { SegmentedControl, Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { reasonKinds, taskStates } from '@/app/search';
import { useI18n } from '@/i18n';
import { useOwners } from '../customers/api';
import { useReason } from './reason';

export function TodayFilters() {
  const { t } = useI18n();
  const reason = useReason();
  const navigate = useNavigate({ from: '/today' });
  const search = useSearch({ from: '/today' });
  const owners = useOwners();
  const set = (change: Partial<typeof search>) =>
    navigate({ search: (old) => ({ ...old, task: undefined, ...change }), replace: true });
  return (
    <>
      <Select
        w={170}
        aria-label={t('today.kind')}
        placeholder={t('today.all_kinds')}
        clearable
        data={reasonKinds.map((kind) => ({ value: kind, label: reason.kind(kind) }))}
        value={search.kind ?? null}
        onChange={(kind) => set({ kind: reasonKinds.find((one) => one === kind) })}
      />
      {owners.length > 0 && (
        <Select
          w={170}
          aria-label={t('today.owner')}
          placeholder={t('today.all_owners')}
          clearable
          searchable
          data={owners}
          value={search.owner ?? null}
          onChange={(owner) => set({ owner: owner ?? undefined })}
        />
      )}
      <SegmentedControl
        aria-label={t('today.state')}
        data={taskStates.map((state) => ({ value: state, label: t(`today.state.${state}`) }))}
        value={search.state ?? 'open'}
        onChange={(state) => set({ state: state === 'open' ? undefined : taskStates.find((one) => one === state) })}
      />
    </>
  );
}
