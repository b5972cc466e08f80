// One column: examples, what it becomes, and why.
import { Select } from '@mantine/core';
import type { LookedFile, Mapping, Target } from '@/api/types';
import { useI18n } from '@/i18n';
import { forColumn, targetKey, targetName, targetOf } from './target';

interface Props {
  column: Mapping['columns'][number];
  file: LookedFile;
  targets: Target[];
  narrow: boolean;
  onChange: (target: Target) => void;
}

export function ColumnRow({ column, file, targets, narrow, onChange }: Props) {
  const i18n = useI18n();
  const { t, f, said } = i18n;
  const guess = file.columns.find((one) => one.name === column.name);
  const values = guess?.examples ?? [];
  const examples = values.join(', ');
  const guessed = guess && targetKey(guess.target) === targetKey(column.target);
  const options = new Map<string, string>([['ignore', targetName('ignore', i18n)]]);
  for (const target of targets) {
    const mine = forColumn(target, column.name);
    options.set(targetKey(mine), targetName(mine, i18n));
  }
  if (!options.has(targetKey(column.target))) options.set(targetKey(column.target), targetName(column.target, i18n));
  return (
    <tr>
      <td className="cut" title={column.name}>
        {column.name}
        {narrow && <div className="dimmed small cut">{examples}</div>}
      </td>
      {!narrow && (
        <td className="cut dimmed" title={examples}>
          {examples}
        </td>
      )}
      <td>
        <Select
          aria-label={t('mapping.becomes_of', { column: column.name })}
          allowDeselect={false}
          searchable
          data={[...options].map(([value, label]) => ({ value, label }))}
          value={targetKey(column.target)}
          onChange={(next) => next && onChange(targetOf(next))}
        />
      </td>
      {!narrow && (
        <td className="cut dimmed small" title={guessed ? said(guess.reason) : undefined}>
          {guessed
            ? `${t('mapping.sure', { share: f.percent(guess.confidence) })} · ${said(guess.reason)}`
            : t('mapping.chosen')}
        </td>
      )}
    </tr>
  );
}
