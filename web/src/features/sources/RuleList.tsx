// What a mapping does beyond its columns: rows left out by a rule, values put together, the currency.
import { IconFilter } from '@tabler/icons-react';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

export function RuleList({ rules }: { rules: string[] }) {
  const { t, said } = useI18n();
  if (rules.length === 0) return null;
  return (
    <ul className={css.problems} aria-label={t('mapping.rules')}>
      {rules.map((rule) => (
        <li key={rule}>
          <IconFilter size={16} className="dimmed" aria-hidden="true" />
          <span>{said(rule)}</span>
        </li>
      ))}
    </ul>
  );
}
