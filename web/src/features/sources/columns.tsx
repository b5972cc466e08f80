// The columns of the list of imports.
import { Link } from '@tanstack/react-router';
import type { Import } from '@/api/types';
import type { Column } from '@/components/DataTable';
import { useI18n } from '@/i18n';
import { ImportStateMark } from './ImportStateMark';

export function useImportColumns(): Column<Import>[] {
  const { t, f, find } = useI18n();
  const count = (n: number | undefined) => (n === undefined ? '–' : f.number(n));
  return [
    {
      id: 'file',
      header: t('imports.file'),
      cell: (i) => (
        <Link className="link" to="/sources/$id" params={{ id: i.id }}>
          {i.file}
        </Link>
      ),
      title: (i) => i.file,
      long: true,
    },
    {
      id: 'kind',
      header: t('imports.kind'),
      width: 124,
      wideOnly: true,
      cell: (i) => f.list(i.kinds.map((kind) => t(`kind.${kind}`))),
    },
    {
      id: 'state',
      header: t('imports.state'),
      width: 108,
      narrow: 104,
      cell: (i) => <ImportStateMark state={i.state} />,
    },
    {
      id: 'by',
      header: t('imports.by'),
      width: 120,
      wideOnly: true,
      cell: (i) => find(`imports.by.${i.by}`) ?? i.by,
      title: (i) => find(`imports.by.${i.by}`) ?? i.by,
    },
    { id: 'rows', header: t('imports.rows'), right: true, width: 96, narrow: 92, cell: (i) => count(i.outcome?.rows) },
    {
      id: 'added',
      header: t('imports.added'),
      right: true,
      width: 96,
      wideOnly: true,
      cell: (i) => count(i.outcome?.added),
    },
    {
      id: 'known',
      header: t('imports.known'),
      hint: t('imports.known_hint'),
      right: true,
      width: 84,
      wideOnly: true,
      cell: (i) => count(i.outcome?.known),
    },
    {
      id: 'rejected',
      header: t('imports.rejected'),
      right: true,
      width: 84,
      narrow: 76,
      cell: (i) => (
        <span className={i.outcome && i.outcome.rejected > 0 ? 'attention' : undefined}>
          {count(i.outcome?.rejected)}
        </span>
      ),
    },
    {
      id: 'at',
      header: t('imports.at'),
      right: true,
      width: 184,
      wideOnly: true,
      cell: (i) => f.dateTime(i.created_at),
    },
  ];
}
