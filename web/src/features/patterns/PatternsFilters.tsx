// The choices of the patterns screen; all live in the URL.
import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchField } from '@/components/SearchField';
import { useI18n } from '@/i18n';
import { levelsQuery } from './api';
import { ChannelPicker } from './ChannelPicker';

/** Windows offered, in days; a month is a twelfth of a year. */
const windowChoices = [30, 61, 91, 182, 365] as const;
/** Level names come from headers of files, such as `product_category`. */
function readable(name: string): string {
  const words = name.replace(/_/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const questions = ['first', 'again', 'any'] as const;
const sides = ['more', 'less'] as const;
export const usualWindow = 182;

export function useWindowName(): (days: number) => string {
  const { t } = useI18n();
  return (days) => {
    const months = Math.round(days / (365.25 / 12));
    const isMonths = windowChoices.some((one) => one === days);
    return isMonths ? t('patterns.window.months', { n: months }) : t('patterns.window.days', { n: days });
  };
}

export function PatternsFilters() {
  const { t } = useI18n();
  const navigate = useNavigate({ from: '/patterns' });
  const search = useSearch({ from: '/patterns' });
  const levels = useQuery(levelsQuery).data ?? [];
  const windowName = useWindowName();
  const set = (change: Partial<typeof search>) => navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const setSupport = useDebouncedCallback((n: number | string) => set({ min_support: Number(n) || undefined }), 400);
  const usualLevel = levels.find((level) => level.default)?.level;
  const chosenWindow = search.window_days ?? usualWindow;
  const offered = [...new Set([...windowChoices, chosenWindow])].sort((x, y) => x - y);
  return (
    <>
      <SegmentedControl
        aria-label={t('patterns.side')}
        data={sides.map((side) => ({ value: side, label: t(`patterns.side.${side}`) }))}
        value={search.below ? 'less' : 'more'}
        onChange={(side) => set({ below: side === 'less' || undefined, sort: undefined })}
      />
      <SearchField label={t('patterns.search')} value={search.q ?? ''} onChange={(q) => set({ q: q || undefined })} />
      {levels.length > 0 && (
        <Select
          w={160}
          aria-label={t('patterns.level')}
          allowDeselect={false}
          data={levels.map((level) => ({ value: String(level.level), label: readable(level.name) }))}
          value={String(search.level ?? usualLevel ?? '')}
          onChange={(level) => set({ level: Number(level) })}
        />
      )}
      <Select
        w={160}
        aria-label={t('patterns.window')}
        allowDeselect={false}
        data={offered.map((days) => ({ value: String(days), label: windowName(days) }))}
        value={String(chosenWindow)}
        onChange={(days) => set({ window_days: Number(days) })}
      />
      <Select
        w={190}
        aria-label={t('patterns.question')}
        allowDeselect={false}
        data={questions.map((one) => ({ value: one, label: t(`patterns.question.${one}`) }))}
        value={search.question ?? 'first'}
        onChange={(question) => set({ question: questions.find((one) => one === question && one !== 'first') })}
      />
      <NumberInput
        w={140}
        min={1}
        hideControls
        aria-label={t('patterns.support')}
        placeholder={t('patterns.support')}
        defaultValue={search.min_support ?? ''}
        onChange={setSupport}
      />
      <ChannelPicker channel={search.channel} onChange={(channel) => set({ channel })} />
      {!search.below && (
        <SegmentedControl
          aria-label={t('patterns.view')}
          data={(['table', 'flow'] as const).map((view) => ({ value: view, label: t(`patterns.view.${view}`) }))}
          value={search.view ?? 'table'}
          onChange={(view) => set({ view: view === 'flow' ? 'flow' : undefined })}
        />
      )}
    </>
  );
}
