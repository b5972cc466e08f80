// One pattern: its finding as the title, the curve, the numbers, who is in it, and the list to make of it.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { PatternDetail } from '@/api/types';
import { AsOf } from '@/components/AsOf';
import { Body, Page } from '@/components/Page';
import { Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { patternQuery, useMakeList } from './api';
import { Curve } from './Curve';
import { useFinding } from './finding';
import { Members } from './Members';
import { Numbers } from './Numbers';
import { useWindowName } from './PatternsFilters';
import css from './patterns.module.css';

export function PatternPage() {
  const { t } = useI18n();
  const finding = useFinding();
  const { id } = useParams({ from: '/patterns/$id' });
  const query = useQuery(patternQuery(id));
  const windowName = useWindowName();
  if (query.error) return <Failed page error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading />;
  const detail = query.data;
  const { a, b, below } = detail.pattern;
  const title = finding(detail.pattern);
  return (
    <Page
      title={title}
      note={
        <>
          {windowName(detail.set.parameters.window_days)} · <AsOf moment={detail.set.as_of} />
        </>
      }
      actions={!below && <MakeList detail={detail} />}
    >
      <Body label={title}>
        {below && <p className={css.advice}>{t('pattern.substitute', { a, b })}</p>}
        <div className={css.top}>
          <Curve detail={detail} />
          <Numbers detail={detail} />
        </div>
        <Members detail={detail} />
      </Body>
    </Page>
  );
}

function MakeList({ detail }: { detail: PatternDetail }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const problem = useProblem();
  const make = useMakeList(detail.pattern.id);
  const { a, b } = detail.pattern;
  const n = detail.to_call;
  return (
    <Button
      disabled={n === 0}
      loading={make.isPending}
      title={t('pattern.make_list_hint')}
      leftSection={<IconListCheck size={14} aria-hidden="true" />}
      onClick={() =>
        make.mutate(t('palette.pattern', { a, b }), {
          onSuccess: (list) => navigate({ to: '/worklists/$id', params: { id: list.id } }),
          onError: (error) => notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) }),
        })
      }
    >
      {t('pattern.make_list', { n })}
    </Button>
  );
}
