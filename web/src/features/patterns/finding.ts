// What a pattern found, in one sentence.
import { useCallback } from 'react';
import type { PatternRow } from '@/api/types';
import { useI18n } from '@/i18n';

export function useFinding(): (pattern: PatternRow) => string {
  const { t, f } = useI18n();
  return useCallback(
    ({ a, b, shrunk_lift }) => {
      if (shrunk_lift >= 1) return t('pattern.title', { a, b, lift: f.fixed(shrunk_lift, 1) });
      // Too near to their like for a whole percent.
      if (shrunk_lift > 0.995) return t('pattern.title_alike', { a, b });
      return t('pattern.title_less', { a, b, less: f.percent(1 - shrunk_lift) });
    },
    [t, f],
  );
}
