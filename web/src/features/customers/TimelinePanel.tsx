// The timeline of a customer's page: filtered by kind, longer on demand.
import { Button, Chip, Group } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, Failed, Loading } from '@/components/states';
import { useI18n } from '@/i18n';
import { timelineQuery } from './api';
import { Timeline } from './Timeline';

const kinds = ['sale', 'touch_point', 'exposure', 'task', 'merge'] as const;

export function TimelinePanel({ customer }: { customer: string }) {
  const { t } = useI18n();
  const navigate = useNavigate({ from: '/customers/$key' });
  const { kind } = useSearch({ from: '/customers/$key' });
  const query = useInfiniteQuery(timelineQuery(customer, kind));
  const items = query.data?.pages.flatMap((page) => page.items);
  const chosen = kind ? kind.split(',') : [];
  return (
    <>
      <Chip.Group
        multiple
        value={chosen}
        onChange={(next) =>
          navigate({ search: (old) => ({ ...old, kind: next.join(',') || undefined }), replace: true })
        }
      >
        <Group gap="sm" mb="sm" role="group" aria-label={t('timeline.filter')}>
          {kinds.map((one) => (
            <Chip key={one} value={one} size="xs" variant="outline">
              {t(`timeline.kinds.${one}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {query.error && !items && <Failed error={query.error} retry={() => query.refetch()} />}
      {!items && !query.error && <Loading rows={6} />}
      {items?.length === 0 && <Empty title={t('timeline.empty')} />}
      {items && items.length > 0 && <Timeline items={items} />}
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
