// The mapping wizard: each file's columns, a dry run, the import.
import { Button, TextInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Looked, LookedFile, Mapping } from '@/api/types';
import { jobQuery } from '@/app/jobs';
import { Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import { checkQuery, useImport, usePreview } from './api';
import { FileTabs } from './FileTabs';
import { JobResult } from './JobResult';
import { KindChoice } from './KindChoice';
import { MappingEditor } from './MappingEditor';
import { ProblemList } from './ProblemList';
import css from './sources.module.css';

export interface Reading {
  index: number;
  mapping: Mapping | null | undefined;
  included: boolean;
  /** The reading as it was looked at again, once a person has told its kind. */
  again?: LookedFile;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

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
  const first = looked.files[selected];
  const reading = readings[selected];
  const file = reading?.again ?? first;
  const kindChoice = first && (
    <KindChoice
      key={selected}
      uploadId={looked.upload_id}
      file={first}
      kind={reading?.mapping?.kind}
      onLooked={(again) => change(selected, { again, mapping: again.mapping, included: Boolean(again.mapping) })}
    />
  );
  const trial = useQuery({ ...jobQuery(preview.data?.id ?? ''), enabled: Boolean(preview.data) }).data;
  // Only as long as it is this that was tried out.
  const tried = trial?.state === 'done' && preview.variables && same(preview.variables.files, chosen);
  const outcomes = tried ? (trial.result?.outcomes ?? []) : [];
  // Lines that are known may still say what nobody has said yet.
  const adds = outcomes.some(
    ({ outcome: { added, flags } }) => added > 0 || flags.some((flag) => flag.code === 'told-more'),
  );
  const nothing = tried && !adds;

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
          kindChoice={kindChoice}
          onChange={(mapping) => change(selected, { mapping })}
        />
      )}
      {first?.format && !reading?.mapping && <section className={css.section}>{kindChoice}</section>}
      {preview.data && <JobResult key={preview.data.id} id={preview.data.id} kind="preview" />}
      {(preview.error ?? run.error) && <Failed error={preview.error ?? run.error} />}
      <div className={css.bar}>
        <Button disabled={!ready || nothing} loading={run.isPending} onClick={() => run.mutate(body)}>
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
        {nothing && <span className="attention small">{t('upload.nothing')}</span>}
        {wrong && <span className="loss small">{t('upload.wrong')}</span>}
      </div>
    </>
  );
}
