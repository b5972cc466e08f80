// A dense table: headers stay, rows are 38 px, numbers right, heads in up to two lines, long text cut with the whole on hover. Draws only what is
// in view, asks for more near the end, and moves with j and k.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/app/shortcuts';
import css from './DataTable.module.css';
import { HeaderCell } from './HeaderCell';
import { useNarrow } from './useNarrow';

export interface Column<Row> {
  id: string;
  header: string;
  /** What the numbers of this column mean, on hover. */
  hint?: string;
  right?: boolean;
  /** CSS width; columns without one share the rest. */
  width?: number;
  /** CSS width in a narrow window, where it differs. */
  narrow?: number;
  /** The server's name of this order. */
  sort?: string;
  wideOnly?: boolean;
  cell: (row: Row) => ReactNode;
  /** The whole text, shown on hover. */
  title?: (row: Row) => string | undefined;
  /** A long name goes on in a second line. */
  long?: boolean;
}

export interface Sorting {
  by: string | undefined;
  descending: boolean;
  set: (by: string, descending: boolean) => void;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  total?: number;
  rowKey: (row: Row) => string;
  sorting?: Sorting;
  onOpen?: (row: Row) => void;
  /** The row that j and k came to. */
  onSelect?: (row: Row | undefined) => void;
  onEnd?: () => void;
  /** False where another list on the page has the keys. */
  keys?: boolean;
  empty?: ReactNode;
}

const ROW = 39;

export function DataTable<Row>(props: Props<Row>) {
  const { rows, rowKey, onOpen, onEnd } = props;
  const narrow = useNarrow();
  const columns = narrow
    ? props.columns.filter((c) => !c.wideOnly).map((c) => ({ ...c, width: c.narrow ?? c.width }))
    : props.columns;
  const scroll = useRef<HTMLElement>(null);
  const [selected, setSelected] = useState(-1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;

  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 15) onEnd?.();
  }, [last, rows.length, onEnd]);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setSelected(index);
    props.onSelect?.(rows[index]);
    virtual.scrollToIndex(index);
  };
  useShortcuts(
    {
      j: () => move(selected + 1),
      k: () => move(selected - 1),
      Enter: (event) => {
        const row = rows[selected];
        if (row && !(event.target instanceof HTMLAnchorElement)) onOpen?.(row);
      },
    },
    props.keys !== false && onOpen !== undefined,
  );

  const before = items[0]?.start ?? 0;
  const after = items.length > 0 ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const needed = columns.reduce((sum, c) => sum + (c.width ?? (narrow ? 112 : 160)), 0);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section ref={scroll} className={css.scroll} tabIndex={0} aria-label={props.label}>
      <table className={css.table} aria-rowcount={(props.total ?? rows.length) + 1} style={{ minWidth: needed }}>
        <colgroup>
          {columns.map((c) => (
            <col key={c.id} style={{ width: c.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((c) => (
              <HeaderCell key={c.id} column={c} sorting={props.sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Pad height={before} columns={columns.length} />}
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={rowKey(row)}
                aria-rowindex={index + 2}
                className={css.row}
                data-selected={index === selected || undefined}
                data-opens={onOpen ? true : undefined}
                onClick={onOpen ? (event) => !isControl(event.target) && onOpen(row) : undefined}
              >
                {columns.map((c) => (
                  <td key={c.id} className={c.right ? css.right : undefined} title={c.title?.(row)}>
                    {c.long ? <span className={css.long}>{c.cell(row)}</span> : c.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <Pad height={after} columns={columns.length} />}
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </section>
  );
}

/** Links and buttons in a row act for themselves. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input') !== null;
}

function Pad({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className={css.pad}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
