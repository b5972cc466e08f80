// Sources: how fresh each kind of record is, and every file that came in.
import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DataTable } from '@/components/DataTable';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading } from '@/components/states';
import { useNarrow } from '@/components/useNarrow';
import { usePages } from '@/components/usePages';
import { useI18n } from '@/i18n';
import { streamsQuery } from '../streams/api';
import { StreamsLine } from '../streams/StreamsLine';
import { importsQuery, sourcesQuery } from './api';
import { useImportColumns } from './columns';
import { Freshness } from './Freshness';
import { openFilePicker } from './upload';

export function Sources() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const sources = useQuery(sourcesQuery);
  const imports = useInfiniteQuery(importsQuery);
  const columns = useImportColumns();
  const { rows, onEnd } = usePages(imports);
  const streams = useQuery(streamsQuery);
  const streamed = sources.data?.some((source) => source.rows > 0) || streams.data?.some((one) => one.events > 0);
  return (
    <Page
      title={t('nav.sources')}
      note={narrow ? undefined : t('sources.note')}
      actions={
        <>
          <Button variant="default" onClick={() => navigate({ to: '/sources/identity' })}>
            {t('identity.link')}
          </Button>
          <Button variant="default" onClick={() => navigate({ to: '/sources/streams' })}>
            {t('streams.title')}
          </Button>
          <Button onClick={openFilePicker} leftSection={<IconFileImport size={14} aria-hidden="true" />}>
            {t('palette.upload')}
          </Button>
        </>
      }
    >
      {sources.data && <Freshness sources={sources.data} />}
      <StreamsLine />
      {imports.error && !imports.data && <Failed error={imports.error} retry={() => imports.refetch()} />}
      {!imports.data && !imports.error && <Loading />}
      {imports.data && (
        <DataTable
          label={t('sources.imports')}
          columns={columns}
          rows={rows}
          total={imports.data.pages[0]?.total ?? rows.length}
          rowKey={(row) => row.id}
          onOpen={(row) => navigate({ to: '/sources/$id', params: { id: row.id } })}
          onEnd={onEnd}
          empty={
            <Empty
              title={t(streamed ? 'sources.no_files' : 'sources.empty')}
              action={<Button onClick={openFilePicker}>{t('palette.upload')}</Button>}
            >
              {t(streamed ? 'sources.no_files_hint' : 'sources.empty_hint')}
            </Empty>
          }
        />
      )}
    </Page>
  );
}
