// What an automation does, in order. Texts take placeholders, which are listed beneath.
import { Button, Group, Menu, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Action } from '@/api/types';
import { useI18n } from '@/i18n';
import { endpointsQuery, wordsQuery } from './api';
import css from './automations.module.css';

const kinds = ['task', 'webhook', 'email', 'attribute', 'note'] as const;

interface Props {
  actions: Action[];
  onChange: (actions: Action[]) => void;
}

export function ActionList({ actions, onChange }: Props) {
  const { t } = useI18n();
  const endpoints = useQuery(endpointsQuery).data?.items ?? [];
  const words = useQuery(wordsQuery).data;
  const usual: Record<Action['do'], Action> = {
    task: { do: 'task', text: '{{customer.name}}: {{reason}}' },
    webhook: { do: 'webhook', endpoint: endpoints[0]?.id ?? 0 },
    email: { do: 'email', subject: '', text: '' },
    attribute: { do: 'attribute', name: '', value: '' },
    note: { do: 'note', text: '{{reason}}' },
  };
  return (
    <>
      {actions.map((action, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an action is its place
        <fieldset key={index} className={css.action}>
          <legend className="small">{t(`automations.action.${action.do}`)}</legend>
          <Fields action={action} onChange={(next) => onChange(actions.map((one, i) => (i === index ? next : one)))} />
          <Group justify="flex-end">
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              onClick={() => onChange(actions.filter((_, i) => i !== index))}
            >
              {t('automations.action_remove')}
            </Button>
          </Group>
        </fieldset>
      ))}
      <Group>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="subtle" leftSection={<IconPlus size={14} aria-hidden="true" />}>
              {t('automations.action_add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map((kind) => (
              <Menu.Item key={kind} onClick={() => onChange([...actions, usual[kind]])}>
                {t(`automations.action.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {words && (
        <details>
          <summary className="link small">{t('automations.placeholders')}</summary>
          <p className="dimmed small">
            {t('automations.placeholders_hint')}{' '}
            {[...words.placeholders, 'customer.attribute.…', 'event.…'].map((name) => `{{${name}}}`).join('  ')}
          </p>
        </details>
      )}
    </>
  );
}

function Fields({ action, onChange }: { action: Action; onChange: (action: Action) => void }) {
  const { t } = useI18n();
  switch (action.do) {
    case 'task':
    case 'note':
      return (
        <TextInput
          label={t(`automations.text.${action.do}`)}
          required
          value={action.text}
          onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
        />
      );
    case 'webhook':
      return <EndpointField value={action.endpoint} onChange={(endpoint) => onChange({ ...action, endpoint })} />;
    case 'attribute':
      return (
        <div className={css.pair}>
          <TextInput
            label={t('automations.attribute_name')}
            required
            value={action.name}
            onChange={(event) => onChange({ ...action, name: event.currentTarget.value })}
          />
          <TextInput
            label={t('automations.attribute_value')}
            value={action.value}
            onChange={(event) => onChange({ ...action, value: event.currentTarget.value })}
          />
        </div>
      );
    case 'email':
      return <LetterFields action={action} onChange={onChange} />;
  }
}

function EndpointField({ value, onChange }: { value: number; onChange: (endpoint: number) => void }) {
  const { t } = useI18n();
  const endpoints = useQuery(endpointsQuery).data?.items;
  if (endpoints && endpoints.length === 0) {
    return (
      <p style={{ margin: 0 }}>
        {t('automations.no_endpoint')}{' '}
        <Link className="link" to="/automations/endpoints">
          {t('endpoints.add')}
        </Link>
      </p>
    );
  }
  return (
    <Select
      label={t('automations.endpoint')}
      allowDeselect={false}
      data={(endpoints ?? []).map((one) => ({ value: String(one.id), label: one.name }))}
      value={String(value)}
      onChange={(id) => onChange(Number(id))}
    />
  );
}

type Letter = Extract<Action, { do: 'email' }>;

function LetterFields({ action, onChange }: { action: Letter; onChange: (action: Letter) => void }) {
  const { t } = useI18n();
  const mailer = useQuery(wordsQuery).data?.mailer;
  return (
    <>
      {mailer === false && (
        <p style={{ margin: 0 }}>
          {t('automations.no_mailer')}{' '}
          <Link className="link" to="/automations/letters">
            {t('letters.set')}
          </Link>
        </p>
      )}
      <TextInput
        label={t('automations.letter_to')}
        description={t('automations.letter_to_hint')}
        type="email"
        value={action.to ?? ''}
        onChange={(event) => onChange({ ...action, to: event.currentTarget.value || null })}
      />
      <TextInput
        label={t('automations.letter_subject')}
        required
        value={action.subject}
        onChange={(event) => onChange({ ...action, subject: event.currentTarget.value })}
      />
      <Textarea
        size="xs"
        label={t('automations.letter_text')}
        description={t('automations.letter_text_hint')}
        required
        autosize
        minRows={5}
        value={action.text}
        onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
      />
      <Textarea
        size="xs"
        label={t('automations.letter_html')}
        description={t('automations.letter_html_hint')}
        autosize
        minRows={2}
        value={action.html ?? ''}
        onChange={(event) => onChange({ ...action, html: event.currentTarget.value || null })}
      />
    </>
  );
}
