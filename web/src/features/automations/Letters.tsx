// Letters: how they leave the house, and a test of it.
import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Mailer, MailerShown } from '@/api/types';
import { useSession } from '@/app/session';
import { Body } from '@/components/Page';
import { Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { AutomationsFrame } from './AutomationsFrame';
import { mailerQuery, useSaveMailer, useTestMailer } from './api';
import css from './automations.module.css';

const ports = { starttls: 587, tls: 465, none: 25 } as const;
const securities = ['starttls', 'tls', 'none'] as const;
const fresh: Mailer = {
  host: '',
  port: 587,
  security: 'starttls',
  user: '',
  from: '',
  from_name: '',
  reply_to: '',
  public_url: '',
};

export function Letters() {
  const { t } = useI18n();
  const query = useQuery(mailerQuery);
  return (
    <AutomationsFrame title={t('automations.part.letters')} note={t('letters.note')}>
      {query.error && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {!query.data && !query.error && <Loading />}
      {query.data && (
        <Body label={t('automations.part.letters')}>
          <Form shown={query.data} />
          {query.data.settings && <Test />}
        </Body>
      )}
    </AutomationsFrame>
  );
}

function Form({ shown }: { shown: MailerShown }) {
  const { t } = useI18n();
  const problem = useProblem();
  const administrator = useSession().data?.user?.role === 'administrator';
  const save = useSaveMailer();
  const [draft, setDraft] = useState<Mailer>(shown.settings ?? fresh);
  const [password, setPassword] = useState<string>();
  const set = (change: Partial<Mailer>) => setDraft((old) => ({ ...old, ...change }));
  const text = (name: 'host' | 'user' | 'from' | 'from_name' | 'reply_to' | 'public_url', required = false) => (
    <TextInput
      label={t(`letters.${name}`)}
      description={name === 'public_url' ? t('letters.public_url_hint') : undefined}
      required={required}
      disabled={!administrator}
      value={draft[name] ?? ''}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { settings: draft, password: password ?? null },
          { onSuccess: () => notifications.show({ message: t('letters.saved') }) },
        );
      }}
    >
      {!administrator && <p className="dimmed">{t('letters.administrator')}</p>}
      <div className={css.pair}>
        {text('host', true)}
        <Select
          label={t('letters.security')}
          allowDeselect={false}
          disabled={!administrator}
          data={securities.map((one) => ({ value: one, label: t(`letters.security.${one}`) }))}
          value={draft.security}
          onChange={(chosen) => {
            const security = securities.find((one) => one === chosen) ?? 'starttls';
            set({ security, port: ports[security] });
          }}
        />
        <NumberInput
          label={t('letters.port')}
          min={1}
          max={65_535}
          disabled={!administrator}
          value={draft.port}
          onChange={(port) => set({ port: Number(port) })}
        />
      </div>
      <div className={css.pair}>
        {text('user')}
        <PasswordInput
          size="xs"
          label={t('letters.password')}
          description={shown.has_password ? t('letters.password_kept') : undefined}
          disabled={!administrator}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show_password') }}
          value={password ?? ''}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      <div className={css.pair}>
        {text('from', true)}
        {text('from_name')}
        {text('reply_to')}
      </div>
      {text('public_url', true)}
      {save.error && (
        <p role="alert" className="attention">
          {problem(save.error)}
        </p>
      )}
      <div>
        <Button type="submit" loading={save.isPending} disabled={!administrator}>
          {t('letters.save')}
        </Button>
      </div>
    </form>
  );
}

function Test() {
  const { t } = useI18n();
  const problem = useProblem();
  const own = useSession().data?.user?.email ?? '';
  const test = useTestMailer();
  const [to, setTo] = useState(own);
  return (
    <form
      className={css.form}
      style={{ marginTop: 32 }}
      onSubmit={(event) => {
        event.preventDefault();
        test.mutate(to, {
          onSuccess: () => notifications.show({ message: t('letters.tested') }),
          onError: (error) => notifications.show({ color: 'red', message: problem(error) }),
        });
      }}
    >
      <h2>{t('letters.test')}</h2>
      <div className={css.pair}>
        <TextInput
          label={t('letters.test_to')}
          type="email"
          required
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <div>
        <Button type="submit" variant="default" loading={test.isPending}>
          {t('letters.test_go')}
        </Button>
      </div>
    </form>
  );
}
