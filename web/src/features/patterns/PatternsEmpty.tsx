// Why there are no patterns to show, and what to do about it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Patterns } from '@/api/types';
import { statusQuery } from '@/app/status';
import { Empty, Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import { openFilePicker } from '../sources/upload';
import { type PatternFilters, useComputePatterns } from './api';

export function PatternsEmpty({ patterns, filters }: { patterns: Patterns; filters: PatternFilters }) {
  const { t } = useI18n();
  const navigate = useNavigate({ from: '/patterns' });
  const compute = useComputePatterns();
  const status = useQuery(statusQuery).data;
  if (compute.error) return <Failed error={compute.error} retry={() => compute.mutate(filters)} />;
  if (patterns.state === 'computing' || compute.isPending) {
    return <Empty title={t('patterns.computing')}>{t('patterns.computing_hint')}</Empty>;
  }
  if (status?.counts.sale_lines === 0) {
    return (
      <Empty title={t('patterns.no_sales')} action={<Button onClick={openFilePicker}>{t('palette.upload')}</Button>}>
        {t('patterns.no_sales_hint')}
      </Empty>
    );
  }
  if (patterns.state === 'none') {
    return (
      <Empty
        title={t('patterns.none')}
        action={<Button onClick={() => compute.mutate(filters)}>{t('patterns.compute')}</Button>}
      >
        {t('patterns.none_hint')}
      </Empty>
    );
  }
  if (filters.q || filters.a || filters.b || filters.min_support) {
    const clear = { q: undefined, a: undefined, b: undefined, min_support: undefined };
    return (
      <Empty
        title={t('list.none_match')}
        action={
          <Button variant="default" onClick={() => navigate({ search: (old) => ({ ...old, ...clear }) })}>
            {t('list.clear')}
          </Button>
        }
      >
        {t('list.none_match_hint')}
      </Empty>
    );
  }
  if (filters.below) return <Empty title={t('patterns.no_less')}>{t('patterns.no_less_hint')}</Empty>;
  return <Empty title={t('patterns.no_patterns')}>{t('patterns.no_patterns_hint')}</Empty>;
}
