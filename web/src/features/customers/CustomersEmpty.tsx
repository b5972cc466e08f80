// Why the list of customers is empty.
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Empty } from '@/components/states';
import { useI18n } from '@/i18n';
import { openFilePicker } from '../sources/upload';

export function CustomersEmpty({ filtered }: { filtered: boolean }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  if (filtered) {
    return (
      <Empty
        title={t('list.none_match')}
        action={
          <Button variant="default" onClick={() => navigate({ to: '/customers', search: {} })}>
            {t('list.clear')}
          </Button>
        }
      >
        {t('list.none_match_hint')}
      </Empty>
    );
  }
  return (
    <Empty title={t('customers.empty')} action={<Button onClick={openFilePicker}>{t('palette.upload')}</Button>}>
      {t('customers.empty_hint')}
    </Empty>
  );
}
