// The frame of the two pages seen before signing in.
import { Anchor, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { FormEvent, ReactNode } from 'react';
import { useI18n } from '@/i18n';
import css from './Entry.module.css';

interface Props {
  title: string;
  children: ReactNode;
  onSubmit?: (fields: Record<'name' | 'email' | 'password', string>) => void;
}

export function Entry({ title, children, onSubmit }: Props) {
  const { t, language, setLanguage } = useI18n();
  useDocumentTitle(`${title} · ${t('app.name')}`);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? '');
    onSubmit?.({ name: field('name'), email: field('email'), password: field('password') });
  };
  const other =
    language === 'en' ? ({ code: 'fi', name: 'Suomeksi' } as const) : ({ code: 'en', name: 'In English' } as const);
  return (
    <main className={css.entry}>
      <form className={css.form} onSubmit={submit}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        <h1>{title}</h1>
        {children}
        <Anchor
          component="button"
          type="button"
          size="xs"
          lang={other.code}
          ta="left"
          onClick={() => setLanguage(other.code)}
        >
          {other.name}
        </Anchor>
      </form>
    </main>
  );
}

export function EmailInput() {
  const { t } = useI18n();
  return (
    <TextInput
      size="sm"
      name="email"
      type="email"
      label={t('signin.email')}
      autoComplete="username"
      required
      withAsterisk={false}
    />
  );
}
