// Reasons in words. The server sends a code and its numbers; the sentence is the catalogue's.
import type { Reason } from '@/api/types';
import { useI18n } from '@/i18n';
import { texts, wording } from './wording';

export function useReason() {
  const { find, f } = useI18n();
  return {
    /** A word for the kind of reason. */
    kind: (code: Reason['code']) => find(`reason.kind.${code}`) ?? code,
    /** One line for a list. */
    short: (reason: Reason) => {
      const values = texts(reason, f);
      if (reason.code === 'lapsed') values.n = Math.round(reason.params.days_since);
      return find(`reason.short.${wording(reason)}`, values) ?? reason.code;
    },
    /** One sentence about the customer. */
    long: (reason: Reason, name: string) =>
      find(`reason.long.${wording(reason)}`, { ...texts(reason, f), name }) ?? reason.code,
    method: (reason: Reason) => find(`method.${reason.code}`) ?? '',
  };
}
