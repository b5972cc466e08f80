// What each kind of name may join, in one row each; saved with one button.
import { Button, NumberInput, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { IdentityRules } from '@/api/types';
import { useSession } from '@/app/session';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { useSaveIdentityRules } from './api';
import css from './identity.module.css';

/** Every kind has a rule; the document only does not say so. */
const unused = { joins: false, joins_customers: false, at_most: 1 };

const kinds = ['anonymous', 'email', 'phone', 'external'] as const;

export function RulesForm({ rules }: { rules: IdentityRules }) {
  const { t } = useI18n();
  const problem = useProblem();
  const save = useSaveIdentityRules();
  const may = useSession().data?.user?.role === 'administrator';
  const [draft, setDraft] = useState(rules);
  const rule = (kind: (typeof kinds)[number]) => draft[kind] ?? unused;
  const set = (kind: (typeof kinds)[number], change: object) =>
    setDraft((old) => ({ ...old, [kind]: { ...(old[kind] ?? unused), ...change } }));
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...draft, never: (draft.never ?? []).map((name) => name.trim()).filter(Boolean) });
      }}
    >
      <table className={css.rules}>
        <thead>
          <tr>
            <th scope="col">{t('identity.kind')}</th>
            <th scope="col">{t('identity.joins')}</th>
            <th scope="col">{t('identity.joins_customers')}</th>
            <th scope="col">{t('identity.at_most')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`identity.kind.${kind}`)}</th>
              <td>
                <Switch
                  aria-label={`${t(`identity.kind.${kind}`)}: ${t('identity.joins')}`}
                  disabled={!may}
                  checked={rule(kind).joins}
                  onChange={(event) => set(kind, { joins: event.currentTarget.checked })}
                />
              </td>
              <td>
                <Switch
                  aria-label={`${t(`identity.kind.${kind}`)}: ${t('identity.joins_customers')}`}
                  disabled={!may || !rule(kind).joins}
                  checked={rule(kind).joins_customers}
                  onChange={(event) => set(kind, { joins_customers: event.currentTarget.checked })}
                />
              </td>
              <td>
                <NumberInput
                  aria-label={`${t(`identity.kind.${kind}`)}: ${t('identity.at_most')}`}
                  w={{ base: 68, sm: 96 }}
                  min={1}
                  max={20}
                  disabled={!may || !rule(kind).joins}
                  value={rule(kind).at_most}
                  onChange={(given) => set(kind, { at_most: Number(given) })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Textarea
        label={t('identity.never')}
        description={t('identity.never_hint')}
        autosize
        minRows={2}
        maxRows={8}
        disabled={!may}
        value={(draft.never ?? []).join('\n')}
        onChange={(event) => setDraft({ ...draft, never: event.currentTarget.value.split('\n') })}
      />
      {save.error && (
        <p className="loss" role="alert">
          {problem(save.error)}
        </p>
      )}
      <div>
        <Button type="submit" loading={save.isPending} disabled={!may}>
          {t('rules.save')}
        </Button>{' '}
        <span className="dimmed small" role="status">
          {save.isSuccess ? t('identity.saved') : may ? '' : t('identity.only_administrators')}
        </span>
      </div>
    </form>
  );
}
