// Rows that were not imported: line, column, reason, and the row as it stood.
import type { Rejected } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

interface Props {
  rows: Rejected[];
  total: number;
  onEnd?: () => void;
}

export function RejectedTable({ rows, total, onEnd }: Props) {
  const { t, f, told } = useI18n();
  const columns: Column<Rejected>[] = [
    { id: 'line', header: t('rejected.line'), width: 96, cell: (r) => f.number(r.line) },
    {
      id: 'column',
      header: t('rejected.column'),
      width: 160,
      cell: (r) => r.column ?? '–',
      title: (r) => r.column ?? undefined,
    },
    {
      id: 'reason',
      header: t('rejected.reason'),
      width: 360,
      cell: (r) => told(r.code, r.reason),
      title: (r) => r.reason,
      long: true,
    },
    { id: 'row', header: t('rejected.row'), cell: (r) => <span className="dimmed">{r.row}</span>, title: (r) => r.row },
  ];
  const height = Math.min(560, 38 + Math.max(1, rows.length) * 39);
  return (
    <div className={css.rejected} style={{ height }}>
      <DataTable
        label={t('imports.rejected')}
        columns={columns}
        rows={rows}
        total={total}
        rowKey={(row) => `${row.line} ${row.column} ${row.code}`}
        onEnd={onEnd}
      />
    </div>
  );
}
