// Decides what a visitor sees: the set-up page, the sign-in page, or the application.
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import { SetUp } from './SetUp';
import { Shell } from './Shell';
import { SignIn } from './SignIn';
import { useSession } from './session';

export function Gate() {
  const session = useSession();
  const { setTimeZone, suggestLanguage } = useI18n();
  const token = useSearch({ strict: false, select: (search) => (search as { token?: string }).token });
  const { time_zone: zone, language } = session.data?.company ?? {};
  useEffect(() => {
    if (zone) setTimeZone(zone);
    if (language) suggestLanguage(language);
  }, [zone, language, setTimeZone, suggestLanguage]);

  if (session.error) return <Failed page error={session.error} retry={() => session.refetch()} />;
  if (!session.data) return null;
  if (session.data.state === 'setup') return <SetUp token={token} />;
  if (session.data.state === 'signed_out') return <SignIn />;
  return <Shell />;
}
