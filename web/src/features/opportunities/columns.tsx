// The columns of the feed.
import { Link } from '@tanstack/react-router';
import type { Opportunity } from '@/api/types';
import type { Column } from '@/components/DataTable';
import { useI18n } from '@/i18n';
import { useOwners } from '../customers/api';
import { useCustomerName } from '../customers/name';
import { useReason } from '../today/reason';
import type { OpportunityAction } from './api';
import { HotMark } from './HotMark';
import { OpportunityActions } from './OpportunityActions';

interface Props {
  /** The moment of the feed. */
  now: string;
  onAct: (one: Opportunity, action: OpportunityAction) => void;
}

export function useOpportunityColumns({ now, onAct }: Props): Column<Opportunity>[] {
  const { t, f } = useI18n();
  const nameOf = useCustomerName();
  const reason = useReason();
  const owned = useOwners().length > 0;
  const who = (one: Opportunity) => nameOf({ id: one.customer_id, name: one.name });
  const owner: Column<Opportunity> = {
    id: 'owner',
    header: t('customers.owner'),
    width: 120,
    wideOnly: true,
    cell: (one) => one.owner ?? '–',
    title: (one) => one.owner ?? undefined,
  };
  return [
    {
      id: 'at',
      header: t('opportunities.at'),
      width: 124,
      wideOnly: true,
      cell: (one) => f.ago(one.at, now),
      title: (one) => f.dateTime(one.at),
    },
    {
      id: 'customer',
      header: t('opportunities.customer'),
      width: 170,
      narrow: 108,
      cell: (one) => (
        <Link className="link" to="/customers/$key" params={{ key: one.customer }}>
          {who(one)}
        </Link>
      ),
      title: who,
      long: true,
    },
    {
      id: 'why',
      header: t('opportunities.why'),
      cell: (one) => (
        <>
          {one.hot && <HotMark hint={t('opportunities.hot_hint')} />}
          {reason.short(one.reason)} <span className="dimmed small">{reason.long(one.reason, who(one))}</span>
        </>
      ),
      title: (one) => reason.long(one.reason, who(one)),
      long: true,
    },
    ...(owned ? [owner] : []),
    {
      id: 'value',
      header: t('opportunities.value'),
      hint: t('opportunities.value_hint'),
      right: true,
      width: 96,
      narrow: 72,
      cell: (one) => (Number(one.value.amount) > 0 ? f.wholeMoney(one.value) : '–'),
    },
    {
      id: 'expires',
      header: t('opportunities.expires'),
      right: true,
      width: 104,
      wideOnly: true,
      cell: (one) => (one.state === 'open' ? f.ago(one.expires_at, now) : t(`opportunities.state.${one.state}`)),
      title: (one) => f.dateTime(one.state === 'open' ? one.expires_at : (one.acted_at ?? one.expires_at)),
    },
    {
      id: 'act',
      header: t('opportunities.act'),
      width: 196,
      narrow: 84,
      cell: (one) => <OpportunityActions one={one} onAct={onAct} />,
    },
  ];
}
