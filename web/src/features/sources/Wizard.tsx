// The mapping wizard: each file's columns, a dry run, the import.
import { Button, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Looked, Mapping } from '@/api/types';
import { Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import { checkQuery, useImport, usePreview } from './api';
import { FileTabs } from './FileTabs';
import { JobResult } from './JobResult';
import { MappingEditor } from './MappingEditor';
import { ProblemList } from './ProblemList';
import css from './sources.module.css';

export interface Reading {
  index: number;
  mapping: Mapping | null | undefined;
  included: boolean;
}

export function Wizard({ looked }: { looked: Looked }) {
  const { t } = useI18n();
  const [readings, setReadings] = useState<Reading[]>(() =>
    looked.files.map((file, index) => ({ index, mapping: file.mapping, included: Boolean(file.mapping) })),
  );
  const [selected, setSelected] = useState(0);
  const [saveAs, setSaveAs] = useState('');
  const preview = usePreview();
  const run = useImport();
  const change = (index: number, part: Partial<Reading>) =>
    setReadings(readings.map((reading) => (reading.index === index ? { ...reading, ...part } : reading)));

  const chosen = readings.flatMap(({ index, mapping, included }) => {
    const found = looked.files[index];
    return included && mapping && found ? [{ file: found.file, reading: found.reading, mapping }] : [];
  });
  const checks = useQueries({
    queries: chosen.map(({ mapping }) => checkQuery(mapping)),
  });
  const wrong = checks.some((check) => (check.data?.problems.length ?? 0) > 0);
  const ready = chosen.length > 0 && !wrong;
  const body = { upload_id: looked.upload_id, files: chosen, save_mapping_as: saveAs.trim() || undefined };
  const file = looked.files[selected];
  const reading = readings[selected];

  if (run.data) return <JobResult id={run.data.id} kind="import" />;
  return (
    <>
      <FileTabs looked={looked} readings={readings} selected={selected} onSelect={setSelected} onChange={change} />
      {file && <ProblemList problems={file.problems} serious />}
      {file && reading?.mapping && (
        <MappingEditor
          key={selected}
          file={file}
          mapping={reading.mapping}
          onChange={(mapping) => change(selected, { mapping })}
        />
      )}
      {preview.data && <JobResult key={preview.data.id} id={preview.data.id} kind="preview" />}
      {(preview.error ?? run.error) && <Failed error={preview.error ?? run.error} />}
      <div className={css.bar}>
        <Button disabled={!ready} loading={run.isPending} onClick={() => run.mutate(body)}>
          {t('upload.import', { n: chosen.length })}
        </Button>
        <Button variant="default" disabled={!ready} loading={preview.isPending} onClick={() => preview.mutate(body)}>
          {t('upload.preview')}
        </Button>
        <TextInput
          w={300}
          aria-label={t('upload.save_as')}
          placeholder={t('upload.save_as')}
          value={saveAs}
          onChange={(event) => setSaveAs(event.currentTarget.value)}
        />
        {wrong && <span className="loss small">{t('upload.wrong')}</span>}
      </div>
    </>
  );
}
