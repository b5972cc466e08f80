// A name by which a source knows a person, in words: the kind that stands before the colon is the server's.
import { useI18n } from '@/i18n';

export function useIdName(): (id: string) => string {
  const { t } = useI18n();
  return (id) => {
    const colon = id.indexOf(':');
    const name = id.slice(colon + 1);
    switch (id.slice(0, Math.max(0, colon))) {
      case 'anonymous':
        return t('id.anonymous', { name });
      case 'email':
        return t('id.email', { name });
      case 'phone':
        return t('id.phone', { name });
      case 'external':
        return name.replace(':', ' ');
      default:
        return id;
    }
  };
}
