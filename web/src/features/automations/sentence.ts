// An automation as one sentence: when X happens to Y, do Z.
import type { Action, Automation, Trigger } from '@/api/types';
import { useI18n } from '@/i18n';

export function useSentence() {
  const { t, f, find } = useI18n();
  const or = (words: string[]) => f.list(words.map((word) => `“${word}”`));
  const touch = (word: string) => find(`touch.${word}`) ?? word;
  const reason = (code: string) => find(`reason.kind.${code}`) ?? code;

  const when = (trigger: Trigger): string => {
    switch (trigger.when) {
      case 'event': {
        const words = trigger.touches ?? [];
        const base =
          words.length > 0
            ? t('automations.when.event', { words: or(words.map(touch)) })
            : t('automations.when.any_event');
        return trigger.subject ? t('automations.when.about', { what: base, subject: trigger.subject }) : base;
      }
      case 'opportunity': {
        const kinds = trigger.kinds ?? [];
        if (kinds.length > 0) return t('automations.when.opportunity', { kinds: or(kinds.map(reason)) });
        return t((trigger.rules ?? []).length > 0 ? 'automations.when.rule' : 'automations.when.any_opportunity');
      }
      case 'list_entry': {
        const sources = (trigger.sources ?? []).map((source) => find(`automations.source.${source}`) ?? source);
        const base =
          sources.length > 0 ? t('automations.when.list', { lists: or(sources) }) : t('automations.when.any_list');
        const reasons = trigger.reasons ?? [];
        return reasons.length > 0
          ? t('automations.when.because', { what: base, reasons: or(reasons.map(reason)) })
          : base;
      }
      case 'schedule': {
        const hour = `${trigger.hour}:00`;
        return trigger.weekday
          ? t('automations.when.week', { day: find(`automations.day.${trigger.weekday}`) ?? '', hour })
          : t('automations.when.day', { hour });
      }
    }
  };

  const deed = (action: Action): string => {
    switch (action.do) {
      case 'email':
        return action.to ? t('automations.do.letter_to', { to: action.to }) : t('automations.do.letter');
      case 'attribute':
        return t('automations.do.set', { name: action.name || '…', value: action.value || '…' });
      default:
        return t(`automations.do.${action.do}`);
    }
  };

  const sentence = ({ trigger, who, actions }: Automation): string => {
    const deeds = actions.length > 0 ? f.list(actions.map(deed)) : t('automations.do.nothing');
    const what = when(trigger);
    return who?.trim()
      ? t('automations.sentence_who', { when: what, who: who.trim(), deeds })
      : t('automations.sentence', { when: what, deeds });
  };

  return { when, deed, sentence };
}
