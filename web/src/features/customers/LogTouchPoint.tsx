// Logging a contact: what kind, one line, done.
import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { useLogTouchPoint } from './api';
import css from './CustomerPage.module.css';

const kinds = ['call', 'email', 'visit', 'survey', 'note'] as const;

export function LogTouchPoint({ customer }: { customer: string }) {
  const { t } = useI18n();
  const problem = useProblem();
  const log = useLogTouchPoint(customer);
  const [touch, setTouch] = useState<string>('call');
  const [subject, setSubject] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!subject.trim()) return;
    log.mutate(
      { touch, subject: subject.trim(), outbound: true },
      {
        onSuccess: () => setSubject(''),
        onError: (error) => notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) }),
      },
    );
  };
  return (
    <form className={css.log} onSubmit={submit} aria-label={t('customer.log')}>
      <Select
        w={128}
        aria-label={t('customer.log.kind')}
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: t(`touch.${kind}`) }))}
        value={touch}
        onChange={(value) => setTouch(value ?? 'call')}
      />
      <TextInput
        aria-label={t('customer.log.subject')}
        placeholder={t('customer.log.subject')}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={log.isPending} disabled={!subject.trim()}>
        {t('customer.log.go')}
      </Button>
    </form>
  );
}
