// One automation: when, whom, what, how often; tried over the last thirty days before it is set to work.
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Automation, AutomationRow } from '@/api/types';
import { AskFirst } from '@/components/AskFirst';
import { Body, Page } from '@/components/Page';
import { Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { ActionList } from './ActionList';
import { automationQuery, useDryRun, useRemoveAutomation, useRest, useSaveAutomation } from './api';
import css from './automations.module.css';
import { DryRunBox } from './DryRunBox';
import { LimitFields } from './LimitFields';
import { useSentence } from './sentence';
import { TriggerFields } from './TriggerFields';
import { WhoFields } from './WhoFields';

const fresh: Automation = {
  name: '',
  trigger: { when: 'event', touches: [] },
  tests: [],
  who: '',
  actions: [{ do: 'task', text: '{{customer.name}}: {{reason}}' }],
  limits: { per_customer: 1, customer_days: 7, per_day: 100 },
};

export function AutomationPage() {
  const { id } = useParams({ from: '/automations/$id' });
  const query = useQuery(automationQuery(id));
  if (query.error) return <Failed page error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Loading />;
  return <Editor key={id} row={query.data} />;
}

export function NewAutomation() {
  return <Editor row={undefined} />;
}

function Editor({ row }: { row: AutomationRow | undefined }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const problem = useProblem();
  const save = useSaveAutomation();
  const tried = useDryRun();
  const { sentence } = useSentence();
  const [draft, setDraft] = useState<Automation>(row?.definition ?? fresh);
  const set = (change: Partial<Automation>) => setDraft((old) => ({ ...old, ...change }));
  const limits = draft.limits ?? { per_customer: 1, customer_days: 7, per_day: 100 };
  const failed = save.error ?? tried.error;
  const keep = () =>
    save.mutate(
      { id: row && String(row.id), body: draft },
      {
        onSuccess: (kept) => {
          notifications.show({ message: t(row ? 'automations.saved' : 'automations.made') });
          if (!row) navigate({ to: '/automations/$id', params: { id: String(kept.id) } });
        },
      },
    );
  const title = row?.definition.name ?? t('automations.new');
  return (
    <Page
      title={title}
      note={row && t(row.paused ? 'automations.rests' : 'automations.works')}
      actions={row && <Rest row={row} />}
    >
      <Body label={title}>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            keep();
          }}
        >
          <p className={css.sentence} aria-live="polite">
            {sentence(draft)}
          </p>
          <TextInput
            label={t('automations.name')}
            required
            maxLength={120}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <section className={css.fields}>
            <h2>{t('automations.when')}</h2>
            <TriggerFields trigger={draft.trigger} onChange={(trigger) => set({ trigger })} />
          </section>
          <section className={css.fields}>
            <h2>{t('automations.who')}</h2>
            <WhoFields draft={draft} onChange={set} />
          </section>
          <section className={css.fields}>
            <h2>{t('automations.do')}</h2>
            <ActionList actions={draft.actions} onChange={(actions) => set({ actions })} />
          </section>
          <section className={css.fields}>
            <h2>{t('automations.limits')}</h2>
            <LimitFields limits={limits} onChange={(next) => set({ limits: next })} />
          </section>
          {failed && (
            <p role="alert" className="attention">
              {problem(failed)}
            </p>
          )}
          <div style={{ display: 'flex', gap: 8 }}>
            <Button type="submit" loading={save.isPending}>
              {t(row ? 'automations.save' : 'automations.create')}
            </Button>
            <Button variant="default" loading={tried.isPending} onClick={() => tried.mutate(draft)}>
              {t('automations.try')}
            </Button>
          </div>
          {tried.data && <DryRunBox run={tried.data} />}
        </form>
      </Body>
    </Page>
  );
}

function Rest({ row }: { row: AutomationRow }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const problem = useProblem();
  const rest = useRest();
  const remove = useRemoveAutomation();
  const onError = (error: Error) => notifications.show({ color: 'red', message: problem(error) });
  const Icon = row.paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Button
        variant={row.paused ? 'filled' : 'default'}
        loading={rest.isPending}
        leftSection={<Icon size={14} aria-hidden="true" />}
        onClick={() => rest.mutate({ id: row.id, paused: !row.paused }, { onError })}
      >
        {t(row.paused ? 'automations.resume' : 'automations.pause')}
      </Button>
      <AskFirst
        label={t('automations.remove')}
        icon={<IconTrash size={14} aria-hidden="true" />}
        loading={remove.isPending}
        ask={t('automations.remove_ask', { name: row.definition.name })}
        what={t('automations.remove_what')}
        keep={t('automations.remove_keep')}
        go={t('automations.remove')}
        onGo={() => remove.mutate(row.id, { onSuccess: () => navigate({ to: '/automations' }), onError })}
      />
    </>
  );
}
