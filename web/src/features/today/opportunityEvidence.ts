// What the sentence of an opportunity rests on, and what it offers by itself.
import type { Reason } from '@/api/types';
import type { Fact } from '@/components/Facts';
import type { I18n } from '@/i18n';

/** What was seen, to the minute: of what happened today it matters. */
export function seenRows(reason: Reason, { t, f, find }: Pick<I18n, 't' | 'f' | 'find'>): Fact[] {
  switch (reason.code) {
    case 'bought_a': {
      const { a, bought_at, median_days } = reason.params;
      return [
        [t('evidence.item_bought', { item: a }), f.dateTime(bought_at)],
        [t('evidence.half_within'), median_days == null ? undefined : f.days(median_days)],
      ];
    }
    case 'basket_left':
      return [
        [t('evidence.products'), f.list(reason.params.products)],
        [t('evidence.last_seen'), f.dateTime(reason.params.last_at)],
      ];
    case 'page_visited':
      return [[t('evidence.last_seen'), f.dateTime(reason.params.last_at)]];
    case 'came_back':
      return [[t('evidence.standing'), find(`customers.state.${reason.params.standing}`) ?? reason.params.standing]];
    case 'new_prospect':
      return [[t('evidence.first_touch'), find(`touch.${reason.params.by}`) ?? reason.params.by]];
    default:
      return [];
  }
}

/** What an opportunity is about to sell. */
export function offeredBy(reason: Reason): string[] {
  if (reason.code === 'bought_a') return [reason.params.b];
  if (reason.code === 'basket_left') return reason.params.products;
  return [];
}
