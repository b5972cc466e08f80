// One column: examples, what it becomes, and why.
import { Select } from '@mantine/core';
import type { components } from '@/api/schema.gen';
import type { LookedFile, Mapping, Target } from '@/api/types';
import { useI18n } from '@/i18n';
import { forColumn, targetKey, targetName, targetOf } from './target';

type TargetInfo = components['schemas']['TargetInfo'];

interface Props {
  column: Mapping['columns'][number];
  file: LookedFile;
  targets: TargetInfo[];
  narrow: boolean;
  onChange: (target: Target) => void;
}

export function ColumnRow({ column, file, targets, narrow, onChange }: Props) {
  const i18n = useI18n();
  const { t, f } = i18n;
  const at = file.sample.header.indexOf(column.name);
  const values = [...new Set(file.sample.rows.map((row) => row[at] ?? '').filter(Boolean))];
  const examples = values.slice(0, 3).join(', ');
  const reason = file.reasons.find((one) => one.column === column.name);
  const guessed = reason && targetKey(reason.target) === targetKey(column.target);
  const options = new Map<string, string>([['ignore', targetName('ignore', i18n)]]);
  for (const { target, required } of targets) {
    const mine = forColumn(target, column.name);
    options.set(targetKey(mine), targetName(mine, i18n) + (required ? ` (${t('mapping.required')})` : ''));
  }
  if (!options.has(targetKey(column.target))) options.set(targetKey(column.target), targetName(column.target, i18n));
  return (
    <tr>
      <td className="cut" title={column.name}>
        {column.name}
        {narrow && <div className="dimmed small cut">{examples}</div>}
      </td>
      {!narrow && (
        <td className="cut dimmed" title={values.slice(0, 12).join(', ')}>
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
        <td className="cut dimmed small" title={guessed ? reason.why : undefined}>
          {guessed
            ? `${t('mapping.sure', { share: f.percent(reason.confidence) })} · ${reason.why}`
            : t('mapping.chosen')}
        </td>
      )}
    </tr>
  );
}
