// The files of an upload, each with what its rows seem to be; any can be left out.
import { Checkbox } from '@mantine/core';
import type { Looked } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './FileTabs.module.css';
import type { Reading } from './Wizard';

interface Props {
  looked: Looked;
  readings: Reading[];
  selected: number;
  onSelect: (index: number) => void;
  onChange: (index: number, part: Partial<Reading>) => void;
}

export function FileTabs({ looked, readings, selected, onSelect, onChange }: Props) {
  const { t, f } = useI18n();
  return (
    <ul className={css.files}>
      {looked.files.map((file, index) => {
        const reading = readings[index];
        const kind = reading?.mapping?.kind;
        const name = kind ? t('upload.reading', { file: file.file, kind: t(`kind.${kind}`) }) : file.file;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a reading is its place; one file can be read twice
          <li key={index} className={css.file} data-selected={index === selected || undefined}>
            <Checkbox
              size="xs"
              aria-label={t('upload.include', { file: name })}
              checked={reading?.included ?? false}
              disabled={!reading?.mapping}
              onChange={(event) => onChange(index, { included: event.currentTarget.checked })}
            />
            <button
              type="button"
              className={css.name}
              aria-pressed={index === selected}
              onClick={() => onSelect(index)}
            >
              <span className="cut" title={file.file}>
                {file.file}
              </span>
              <span className="dimmed small">
                {kind ? t(`kind.${kind}`) : t('upload.unreadable')} · {f.bytes(file.bytes)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
