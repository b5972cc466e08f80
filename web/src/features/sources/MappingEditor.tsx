// What each column of a file becomes, with why it was taken for that, and how it is read.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { LookedFile, Mapping } from '@/api/types';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { checkQuery } from './api';
import { ColumnRow } from './ColumnRow';
import { ProblemList } from './ProblemList';
import { QuestionList } from './QuestionList';
import { ReadingSettings } from './ReadingSettings';
import { RuleList } from './RuleList';
import { SampleTable } from './SampleTable';
import css from './sources.module.css';

interface Props {
  file: LookedFile;
  mapping: Mapping;
  kindChoice: ReactNode;
  onChange: (mapping: Mapping) => void;
}

export function MappingEditor({ file, mapping, kindChoice, onChange }: Props) {
  const { t } = useI18n();
  const narrow = useNarrow();
  const [settings, setSettings] = useState(false);
  const check = useQuery(checkQuery(mapping)).data;
  const targets = check?.targets ?? [];
  const { origin } = file;

  return (
    <>
      <section className={css.section}>
        <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: 16, marginBottom: 16 }}>
          {kindChoice}
          {origin.from === 'saved' && <span className="dimmed small">{t('mapping.saved', { name: origin.name })}</span>}
          {origin.from === 'preset' && (
            <span className="dimmed small">{t('mapping.preset', { name: origin.name })}</span>
          )}
        </div>
        <ProblemList problems={check?.problems ?? []} serious />
        <RuleList rules={check?.rules ?? []} />
        <QuestionList questions={file.questions} mapping={mapping} onChange={onChange} />
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
      <SampleTable sample={file.preview} />
    </>
  );
}
