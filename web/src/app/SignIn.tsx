// Name and password.
import { Alert, Button, PasswordInput } from '@mantine/core';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { EmailInput, Entry } from './Entry';
import { useSignIn } from './session';

export function SignIn() {
  const { t } = useI18n();
  const signIn = useSignIn();
  const problem = useProblem();
  return (
    <Entry
      title={t('signin.title')}
      onSubmit={(fields) => signIn.mutate({ email: fields.email, password: fields.password })}
    >
      {signIn.error && (
        <Alert color="red" role="alert">
          {problem(signIn.error)}
        </Alert>
      )}
      <EmailInput />
      <PasswordInput
        size="sm"
        name="password"
        label={t('signin.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('signin.show_password') }}
      />
      <Button type="submit" size="sm" loading={signIn.isPending}>
        {t('signin.go')}
      </Button>
    </Entry>
  );
}
