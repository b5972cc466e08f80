// The first administrator, from the one-time link that the server printed.
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { EmailInput, Entry } from './Entry';
import { useSetup } from './session';

export function SetUp({ token }: { token: string | undefined }) {
  const { t } = useI18n();
  const setup = useSetup();
  const problem = useProblem();
  const navigate = useNavigate();
  if (!token) {
    return (
      <Entry title={t('setup.title')}>
        <p>{t('setup.no_token')}</p>
        <p className="dimmed">{t('setup.no_token_hint')}</p>
      </Entry>
    );
  }
  return (
    <Entry
      title={t('setup.title')}
      onSubmit={(fields) => setup.mutate({ token, ...fields }, { onSuccess: () => navigate({ to: '/today' }) })}
    >
      <p className="dimmed">{t('setup.lead')}</p>
      {setup.error && (
        <Alert color="red" role="alert">
          {problem(setup.error)}
        </Alert>
      )}
      <TextInput size="sm" name="name" label={t('signin.name')} autoComplete="name" required withAsterisk={false} />
      <EmailInput />
      <PasswordInput
        size="sm"
        name="password"
        label={t('signin.password')}
        description={t('setup.password_rule')}
        autoComplete="new-password"
        minLength={10}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('signin.show_password') }}
      />
      <Button type="submit" size="sm" loading={setup.isPending}>
        {t('setup.go')}
      </Button>
    </Entry>
  );
}
