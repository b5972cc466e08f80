// The filters of the feed; each lives in the URL.
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { opportunityKinds, opportunityStates } from '@/app/search';
import { useI18n } from '@/i18n';
import { OwnerFilter } from '../customers/OwnerFilter';
import { useReason } from '../today/reason';
import { rulesQuery } from './api';
import { useRuleName } from './ruleName';

export function OpportunitiesFilters() {
  const { t } = useI18n();
  const reason = useReason();
  const ruleName = useRuleName();
  const rules = useQuery(rulesQuery).data ?? [];
  const navigate = useNavigate({ from: '/opportunities' });
  const search = useSearch({ from: '/opportunities' });
  const set = (change: Partial<typeof search>) => navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <>
      <Select
        w={150}
        aria-label={t('opportunities.state')}
        allowDeselect={false}
        data={opportunityStates.map((state) => ({ value: state, label: t(`opportunities.state.${state}`) }))}
        value={search.state ?? 'open'}
        onChange={(state) =>
          set({ state: state === 'open' ? undefined : opportunityStates.find((one) => one === state) })
        }
      />
      <Select
        w={190}
        aria-label={t('today.kind')}
        placeholder={t('today.all_kinds')}
        clearable
        data={opportunityKinds.map((kind) => ({ value: kind, label: reason.kind(kind) }))}
        value={search.kind ?? null}
        onChange={(kind) => set({ kind: opportunityKinds.find((one) => one === kind) })}
      />
      <Select
        w={230}
        aria-label={t('opportunities.rule')}
        placeholder={t('opportunities.all_rules')}
        clearable
        data={rules.map((rule) => ({ value: String(rule.id), label: ruleName(rule.name) }))}
        value={search.rule === undefined ? null : String(search.rule)}
        onChange={(rule) => set({ rule: rule === null ? undefined : Number(rule) })}
      />
      <OwnerFilter value={search.owner} onChange={(owner) => set({ owner })} />
    </>
  );
}
