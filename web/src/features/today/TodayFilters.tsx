// The filters of Today; each lives in the URL. How long a day is does not: it belongs to the reader.
import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Today } from '@/api/types';
import { reasonKinds, taskStates } from '@/app/search';
import { useI18n } from '@/i18n';
import { OwnerFilter } from '../customers/OwnerFilter';
import { DayLength } from './DayLength';
import { useReason } from './reason';
import { StateFilter } from './StateFilter';

interface Props {
  day: Today['day'] | undefined;
  due: number | undefined;
}

export function TodayFilters({ day, due }: Props) {
  const { t } = useI18n();
  const reason = useReason();
  const navigate = useNavigate({ from: '/today' });
  const search = useSearch({ from: '/today' });
  const set = (change: Partial<typeof search>) =>
    navigate({ search: (old) => ({ ...old, task: undefined, ...change }), replace: true });
  const [first, ...others] = taskStates;
  const state = (one: (typeof taskStates)[number]) => ({ value: one, label: t(`today.state.${one}`) });
  const all = { value: 'all', label: due === undefined ? t('today.all') : t('today.all_of', { n: due }) };
  const parts = [state(first), all, ...others.map(state)];
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
      <OwnerFilter value={search.owner} onChange={(owner) => set({ owner })} />
      <StateFilter
        parts={parts}
        value={search.state ?? search.scope ?? 'open'}
        onChange={(part) =>
          set({
            state: part === 'open' ? undefined : taskStates.find((one) => one === part),
            scope: part === 'all' ? 'all' : undefined,
          })
        }
      />
      {day && !search.state && !search.scope && <DayLength length={day.length} />}
    </>
  );
}
