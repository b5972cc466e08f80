// The mark, and whose data this is.
import { useI18n } from '@/i18n';
import css from './Shell.module.css';
import { useCompany } from './session';

export function Brand() {
  const { t } = useI18n();
  const company = useCompany();
  const name = company?.name || t('app.name');
  return (
    <div className={css.brand}>
      <img src="/icon.svg" alt="" width={20} height={20} />
      <span className={css.names}>
        <span className="cut" title={name}>
          {name}
        </span>
        {company?.demo && <span className={`${css.demo} cut`}>{t('shell.demo')}</span>}
      </span>
    </div>
  );
}
