// What each column of a file becomes, with why it was taken for that, and how it is read.
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LookedFile, Mapping, RecordKind } from '@/api/types';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { checkQuery } from './api';
import { ColumnRow } from './ColumnRow';
import { ProblemList } from './ProblemList';
import { ReadingSettings } from './ReadingSettings';
import { SampleTable } from './SampleTable';
import css from './sources.module.css';
import { targetKey, targetName } from './target';

const kinds: readonly RecordKind[] = ['sales', 'customers', 'products', 'campaigns', 'exposures', 'touch_points'];

interface Props {
  upload: string;
  file: LookedFile;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

export function MappingEditor({ upload, file, mapping, onChange }: Props) {
  const i18n = useI18n();
  const { t } = i18n;
  const narrow = useNarrow();
  const [settings, setSettings] = useState(false);
  const check = useQuery(checkQuery(upload, file.file, mapping)).data;
  const targets = check?.targets ?? [];
  const taken = new Set(mapping.columns.map((column) => targetKey(column.target)));
  for (const constant of mapping.constants ?? []) taken.add(targetKey(constant.target));
  const missing = targets.filter(({ target, required }) => required && !taken.has(targetKey(target)));

  return (
    <>
      <section className={css.section}>
        <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: 16, marginBottom: 16 }}>
          <Select
            label={t('mapping.kind')}
            w={220}
            allowDeselect={false}
            data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            value={mapping.kind}
            onChange={(next) => onChange({ ...mapping, kind: kinds.find((kind) => kind === next) ?? mapping.kind })}
          />
          {file.saved_mapping && (
            <span className="dimmed small">{t('mapping.saved', { name: file.saved_mapping })}</span>
          )}
          {missing.length > 0 && (
            <span className="loss small">
              {t('mapping.missing', { targets: i18n.f.list(missing.map(({ target }) => targetName(target, i18n))) })}
            </span>
          )}
        </div>
        <ProblemList problems={check?.problems ?? []} serious />
        <ProblemList problems={file.questions} />
        <table className={css.columns}>
          <colgroup>
            <col style={{ width: narrow ? '45%' : '20%' }} />
            {!narrow && <col style={{ width: '25%' }} />}
            <col style={{ width: narrow ? '55%' : '25%' }} />
            {!narrow && <col />}
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('mapping.column')}</th>
              {!narrow && <th scope="col">{t('mapping.examples')}</th>}
              <th scope="col">{t('mapping.becomes')}</th>
              {!narrow && <th scope="col">{t('mapping.why')}</th>}
            </tr>
          </thead>
          <tbody>
            {mapping.columns.map((column, index) => (
              <ColumnRow
                key={column.name}
                column={column}
                file={file}
                targets={targets}
                narrow={narrow}
                onChange={(target) =>
                  onChange({
                    ...mapping,
                    columns: mapping.columns.map((one, i) => (i === index ? { ...one, target } : one)),
                  })
                }
              />
            ))}
          </tbody>
        </table>
      </section>
      <section className={css.section}>
        <Button variant="subtle" ml={-14} aria-expanded={settings} onClick={() => setSettings(!settings)}>
          {settings ? t('mapping.settings_hide') : t('mapping.settings')}
        </Button>
        {settings && <ReadingSettings mapping={mapping} targets={targets} onChange={onChange} />}
      </section>
      <SampleTable sample={file.sample} />
    </>
  );
}
