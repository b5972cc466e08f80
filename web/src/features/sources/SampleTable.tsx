// The first rows of a file, as they stand in it.
import type { LookedFile } from '@/api/types';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

export function SampleTable({ sample }: { sample: LookedFile['preview'] }) {
  const { t } = useI18n();
  if (sample.rows.length === 0) return null;
  return (
    <section className={css.section}>
      <h2>{t('mapping.first_rows')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
      <section className={css.wide} tabIndex={0} aria-label={t('mapping.first_rows')}>
        <table className={css.sample}>
          <thead>
            <tr>
              {sample.header.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.rows.slice(0, 8).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file never change places
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={sample.header[column]} title={cell}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
