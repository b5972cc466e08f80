// The head of one column; sorts where the server can.
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useI18n } from '@/i18n';
import type { Column, Sorting } from './DataTable';
import css from './DataTable.module.css';

export function HeaderCell<Row>({ column, sorting }: { column: Column<Row>; sorting?: Sorting | undefined }) {
  const { t } = useI18n();
  const className = column.right ? css.right : undefined;
  const by = column.sort;
  if (!by || !sorting) {
    return (
      <th scope="col" className={className} title={column.hint}>
        {column.header}
      </th>
    );
  }
  const active = sorting.by === by;
  const order = sorting.descending ? 'descending' : 'ascending';
  const Arrow = sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" className={className} aria-sort={active ? order : 'none'}>
      <button
        type="button"
        className={css.sort}
        data-active={active || undefined}
        title={column.hint ?? t('list.sort', { column: column.header })}
        onClick={() => sorting.set(by, active ? !sorting.descending : column.right === true)}
      >
        {column.header}
        {active && <Arrow size={12} aria-hidden="true" />}
      </button>
    </th>
  );
}
