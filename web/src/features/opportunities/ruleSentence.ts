// A rule in one sentence.
import type { RuleBody } from '@/api/types';
import { useI18n } from '@/i18n';

export function useRuleSentence(): (rule: { body: RuleBody }) => string {
  const { t, f } = useI18n();
  return ({ body }) => {
    switch (body.watches) {
      case 'pattern':
        return t('rules.says.pattern', { lift: f.number(body.min_lift, 1), share: f.percent(body.min_confidence) });
      case 'basket_left':
        return body.views > 0
          ? t('rules.says.basket_left', { n: body.after_minutes, views: body.views })
          : t('rules.says.basket_only', { n: body.after_minutes });
      case 'page_visited':
        return t('rules.says.page_visited', { pages: body.pages.join(', ') });
      case 'came_back':
        return t('rules.says.came_back', { n: body.quiet_days });
      case 'expected_order':
        return t(body.overdue_only ? 'rules.says.expected_order_overdue' : 'rules.says.expected_order');
      case 'more_than_usual':
        return t(`rules.says.more_than_usual_${body.of}`, { factor: f.number(body.factor, 1), n: body.min_orders });
      case 'new_prospect':
        return t('rules.says.new_prospect');
    }
  };
}
