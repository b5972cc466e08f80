// The rules: what each watches for, how it does, on or off, changed in place.
import { Button, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RuleRow } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Page } from '@/components/Page';
import { Empty, Failed, Loading, useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { rulesQuery, useSaveRule } from './api';
import { RuleEditor } from './RuleEditor';
import { useRuleName } from './ruleName';
import { useRuleSentence } from './ruleSentence';

export function Rules() {
  const { t } = useI18n();
  const query = useQuery(rulesQuery);
  const [edited, setEdited] = useState<RuleRow | 'new'>();
  const columns = useColumns(setEdited);
  return (
    <Page
      title={t('rules.title')}
      note={t('rules.note')}
      actions={
        <>
          <Button component={Link} to="/opportunities" variant="default">
            {t('rules.back')}
          </Button>
          <Button onClick={() => setEdited('new')}>{t('rules.new')}</Button>
        </>
      }
    >
      {query.error && !query.data ? (
        <Failed error={query.error} retry={() => query.refetch()} />
      ) : query.data ? (
        <DataTable
          label={t('rules.title')}
          columns={columns}
          rows={query.data}
          rowKey={(row) => String(row.id)}
          onOpen={setEdited}
          empty={<Empty title={t('rules.none')}>{t('rules.none_hint')}</Empty>}
        />
      ) : (
        <Loading rows={8} />
      )}
      {edited && (
        <RuleEditor key={edited === 'new' ? 'new' : edited.id} rule={edited} onClose={() => setEdited(undefined)} />
      )}
    </Page>
  );
}

function useColumns(open: (rule: RuleRow) => void): Column<RuleRow>[] {
  const { t, f, find } = useI18n();
  const problem = useProblem();
  const sentence = useRuleSentence();
  const ruleName = useRuleName();
  const save = useSaveRule();
  const toggle = (row: RuleRow) => {
    const { id, counts: _, ...rule } = row;
    save.mutate(
      { id, rule: { ...rule, enabled: !row.enabled } },
      { onError: (error) => notifications.show({ color: 'red', message: problem(error) }) },
    );
  };
  const count = (id: 'open' | 'accepted' | 'dismissed' | 'expired'): Column<RuleRow> => ({
    id,
    header: t(`rules.${id}`),
    hint: t(`rules.${id}_hint`),
    right: true,
    width: 92,
    wideOnly: id === 'expired',
    narrow: 64,
    cell: (row) => f.number(row.counts[id]),
    title: (row) => {
      const reasons = Object.entries(row.counts.dismissed_for);
      if (id !== 'dismissed' || reasons.length === 0) return undefined;
      return reasons.map(([reason, n]) => `${find(`opportunities.dismissed.${reason}`) ?? reason}: ${n}`).join('\n');
    },
  });
  return [
    {
      id: 'enabled',
      header: t('rules.on'),
      width: 64,
      cell: (row) => (
        <Switch size="sm" aria-label={ruleName(row.name)} checked={row.enabled} onChange={() => toggle(row)} />
      ),
    },
    {
      id: 'name',
      header: t('rules.name'),
      width: 230,
      narrow: 130,
      cell: (row) => (
        <button type="button" className="link" onClick={() => open(row)}>
          {ruleName(row.name)}
        </button>
      ),
      title: (row) => ruleName(row.name),
      long: true,
    },
    { id: 'what', header: t('rules.what'), cell: sentence, title: sentence, long: true, wideOnly: true },
    count('open'),
    count('accepted'),
    count('dismissed'),
    count('expired'),
  ];
}
