// What a customer bought, by category, each with its last twelve months.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Spark } from '@/charts/Spark';
import { Failed, Loading } from '@/components/states';
import { useNarrow } from '@/components/useNarrow';
import { useI18n } from '@/i18n';
import { categoriesQuery } from './api';
import css from './CustomerPage.module.css';

export function Categories({ customer }: { customer: string }) {
  const { t, f } = useI18n();
  const narrow = useNarrow();
  const [all, setAll] = useState(false);
  const query = useQuery(categoriesQuery(customer, undefined));
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading rows={6} />;
  const rows = query.data.items;
  if (rows.length === 0) return <p className="dimmed">{t('customer.categories.none')}</p>;
  const shown = all ? rows : rows.slice(0, 10);
  return (
    <>
      <table className={css.categories}>
        <colgroup>
          <col />
          {!narrow && <col style={{ width: 80 }} />}
          {!narrow && <col style={{ width: 72 }} />}
          <col style={{ width: 112 }} />
          <col style={{ width: narrow ? 96 : 128 }} />
          {!narrow && <col style={{ width: 136 }} />}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('customer.category')}</th>
            {!narrow && <th scope="col">{t('customer.lines')}</th>}
            {!narrow && <th scope="col">{t('customer.share')}</th>}
            <th scope="col">{t('customers.sales')}</th>
            <th scope="col">{t('customer.last_bought')}</th>
            {!narrow && <th scope="col">{t('customer.months')}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.category}>
              <td className="cut" title={row.category}>
                {row.category}
                {row.stopped && <span className="attention small"> · {t('customer.stopped')}</span>}
              </td>
              {!narrow && <td>{f.number(row.lines)}</td>}
              {!narrow && <td>{f.percent(row.share)}</td>}
              <td>{f.wholeMoney(row.sales)}</td>
              <td>{f.date(row.last_bought)}</td>
              {!narrow && (
                <td>
                  <Spark values={row.months} label={t('customer.months_of', { category: row.category })} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <Button variant="subtle" mt="sm" ml={-14} onClick={() => setAll(true)}>
          {t('customer.all_categories', { n: rows.length })}
        </Button>
      )}
    </>
  );
}
