// One import: what became of its rows, what was rejected, and taking it back.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Import } from '@/api/types';
import { AskFirst } from '@/components/AskFirst';
import { Body, Page } from '@/components/Page';
import { Failed, Loading, useProblem } from '@/components/states';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { importQuery, rejectedQuery, useUndoImport } from './api';
import { ImportStateMark } from './ImportStateMark';
import { OutcomeBox } from './OutcomeBox';
import { ProblemList } from './ProblemList';
import { RejectedTable } from './RejectedTable';
import css from './sources.module.css';

export function ImportPage() {
  const { t, f, find } = useI18n();
  const { id } = useParams({ from: '/sources/$id' });
  const query = useQuery(importQuery(id));
  if (query.error) return <Failed page error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading />;
  const one = query.data;
  const rejected = one.outcome?.rejected ?? 0;
  return (
    <Page
      title={one.file}
      note={
        <>
          {f.list(one.kinds.map((kind) => t(`kind.${kind}`)))} · {f.dateTime(one.created_at)}
          {` · ${find(`imports.by.${one.by}`) ?? one.by}`}
        </>
      }
      actions={
        <>
          <ImportStateMark state={one.state} />
          {one.state === 'done' && <Undo one={one} />}
        </>
      }
    >
      <Body label={one.file}>
        {one.state === 'running' && <p className="dimmed">{t('imports.running')}</p>}
        {one.problem && <ProblemList problems={[one.problem]} serious />}
        {one.outcome && <OutcomeBox outcome={one.outcome} />}
        {rejected > 0 && <RejectedRows id={id} />}
        {one.outcome && rejected === 0 && <p className="dimmed">{t('imports.none_rejected')}</p>}
      </Body>
    </Page>
  );
}

/** Lines cannot be brought back by a click, so this one asks first and says how many go. */
function Undo({ one }: { one: Import }) {
  const { t } = useI18n();
  const problem = useProblem();
  const undo = useUndoImport();
  const go = () =>
    undo.mutate(one.id, {
      onSuccess: () => notifications.show({ message: t('imports.undoing', { file: one.file }) }),
      onError: (error) => notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) }),
    });
  return (
    <AskFirst
      label={t('imports.undo')}
      icon={<IconArrowBackUp size={14} aria-hidden="true" />}
      loading={undo.isPending}
      ask={t('imports.undo_ask', { file: one.file })}
      what={t('imports.undo_what', { n: one.outcome?.added ?? 0 })}
      keep={t('imports.undo_keep')}
      go={t('imports.undo_go')}
      onGo={go}
    />
  );
}

function RejectedRows({ id }: { id: string }) {
  const { t } = useI18n();
  const query = useInfiniteQuery(rejectedQuery(id));
  const { first, rows, onEnd } = usePages(query);
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  if (!first) return <Loading rows={4} />;
  return (
    <section className={css.section}>
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 16, marginBottom: 8 }}>
        <h2>{t('imports.rejected_rows')}</h2>
        <Button
          component="a"
          variant="default"
          href={`/api/v1/imports/${encodeURIComponent(id)}/rejected.csv`}
          download
          leftSection={<IconDownload size={14} aria-hidden="true" />}
        >
          {t('imports.download_rejected')}
        </Button>
      </div>
      <p className="dimmed">{t('imports.fix_hint')}</p>
      <RejectedTable rows={rows} total={first.total} onEnd={onEnd} />
    </section>
  );
}
