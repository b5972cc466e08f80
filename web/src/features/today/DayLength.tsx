// How many tasks the reader does a day. Kept for each person.
import { Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { useDayLength } from './api';

const lengths = [5, 10, 15, 25, 40, 60, 100];

export function DayLength({ length }: { length: number }) {
  const { t } = useI18n();
  const problem = useProblem();
  const set = useDayLength();
  const choices = [...new Set([...lengths, length])].sort((x, y) => x - y);
  return (
    <Select
      w={120}
      aria-label={t('today.length')}
      allowDeselect={false}
      data={choices.map((n) => ({ value: String(n), label: t('today.a_day', { n }) }))}
      value={String(set.variables !== undefined && set.isPending ? set.variables : length)}
      onChange={(next) =>
        next &&
        set.mutate(Number(next), {
          onError: (error) => notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) }),
        })
      }
    />
  );
}
