// A screen: its title, when it is true, its one or two actions, its filters, its body.
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useI18n } from '@/i18n';
import css from './Page.module.css';

interface Props {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
}

export function Page({ title, note, actions, filters, children }: Props) {
  const { t } = useI18n();
  useDocumentTitle(`${title} · ${t('app.name')}`);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.words}>
          <h1 className={css.title} data-long={title.length > 32 || undefined}>
            {title}
          </h1>
          {note && <div className={css.note}>{note}</div>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {filters && <search className={css.filters}>{filters}</search>}
      {children}
    </div>
  );
}

/** The body of a screen that is not one list: scrolls by itself. */
export function Body({ children, label }: { children: ReactNode; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <section className={css.body} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
