// An address that is none of ours.
import { Link } from '@tanstack/react-router';
import { Empty } from '@/components/states';
import { useI18n } from '@/i18n';

export function NotFound() {
  const { t } = useI18n();
  return (
    <Empty
      page
      title={t('state.not_found')}
      action={
        <Link to="/today" className="link">
          {t('state.home')}
        </Link>
      }
    >
      {t('state.not_found_hint')}
    </Empty>
  );
}
