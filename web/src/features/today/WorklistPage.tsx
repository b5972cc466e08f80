// A worklist made from a pattern: tasks as on Today.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { taskStates } from '@/app/search';
import { AsOf } from '@/components/AsOf';
import { ExportMenu } from '@/components/ExportMenu';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading } from '@/components/states';
import { useI18n } from '@/i18n';
import { tasksQuery, worklistQuery } from './api';
import { CloseWorklist } from './CloseWorklist';
import { StateFilter } from './StateFilter';
import { TaskDesk } from './TaskDesk';
import { WorklistLinks } from './WorklistLinks';

export function WorklistPage() {
  const { t, f } = useI18n();
  const { id } = useParams({ from: '/worklists/$id' });
  const { state } = useSearch({ from: '/worklists/$id' });
  const navigate = useNavigate({ from: '/worklists/$id' });
  const worklist = useQuery(worklistQuery(id));
  const counts = useInfiniteQuery(tasksQuery(id, { state })).data?.pages[0]?.counts ?? worklist.data?.counts;
  if (worklist.error) return <Failed page error={worklist.error} retry={() => worklist.refetch()} />;
  if (!worklist.data) return <Loading />;
  const { name, pattern, as_of, created_at, closed_at } = worklist.data;
  return (
    <Page
      title={name}
      note={
        <>
          {counts && `${t('today.left', { n: counts.open })} · ${t('today.done', { n: counts.done_today })} · `}
          {`${t('worklist.made', { date: f.dateTime(created_at) })} · `}
          {closed_at && `${t('worklist.closed', { date: f.dateTime(closed_at) })} · `}
          <AsOf moment={as_of} />
          {pattern && (
            <>
              {' · '}
              <Link className="link" to="/patterns/$id" params={{ id: pattern }}>
                {t('worklist.open_pattern')}
              </Link>
            </>
          )}
        </>
      }
      actions={
        <>
          <WorklistLinks />
          <ExportMenu list="worklist" filters={{ id, state }} />
          <CloseWorklist list={worklist.data} />
        </>
      }
      filters={
        <StateFilter
          parts={taskStates.map((one) => ({ value: one, label: t(`today.state.${one}`) }))}
          value={state ?? 'open'}
          onChange={(next) =>
            navigate({ search: { state: taskStates.find((one) => one === next && one !== 'open') }, replace: true })
          }
        />
      }
    >
      <TaskDesk
        list={id}
        filters={{ state }}
        empty={
          state ? (
            <Empty title={t('today.empty.state')} />
          ) : (
            <Empty title={t('worklist.empty')}>{t('worklist.empty_hint')}</Empty>
          )
        }
      />
    </Page>
  );
}
