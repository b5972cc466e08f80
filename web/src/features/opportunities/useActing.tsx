// Acting on an opportunity, with a note that takes it back.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Opportunity } from '@/api/types';
import { useProblem } from '@/components/states';
import { useI18n } from '@/i18n';
import { useCustomerName } from '../customers/name';
import undoCss from '../today/undo.module.css';
import { type OpportunityAction, useOpportunityAction } from './api';

export function useActing() {
  const { t } = useI18n();
  const problem = useProblem();
  const nameOf = useCustomerName();
  const { mutate } = useOpportunityAction();
  const failed = (error: unknown) =>
    notifications.show({ color: 'red', title: t('common.failed'), message: problem(error) });

  return (one: Opportunity, action: OpportunityAction) => {
    const name = nameOf({ id: one.customer_id, name: one.name });
    mutate({ one, action }, { onError: failed });
    if (action.act === 'reopen') return;
    const id = `opportunity-${one.id}`;
    const undo = () => {
      notifications.hide(id);
      mutate({ one, action: { act: 'reopen' } }, { onError: failed });
    };
    notifications.show({
      id,
      withCloseButton: false,
      message: (
        <div className={undoCss.note}>
          <span className="cut">{t(`opportunities.was.${action.act}`, { name })}</span>
          <Button variant="subtle" size="compact-xs" onClick={undo}>
            {t('common.undo')}
          </Button>
        </div>
      ),
    });
  };
}
