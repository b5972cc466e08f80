// What happened with a customer, newest first.
import { IconChecklist, IconLink, IconMessage, IconShoppingCart, IconSpeakerphone } from '@tabler/icons-react';
import { useState } from 'react';
import type { Order, TimelineItem } from '@/api/types';
import { useI18n } from '@/i18n';
import { useUndoMerge } from './api';
import { useIdName } from './idName';
import css from './Timeline.module.css';

const icons = {
  sale: IconShoppingCart,
  touch_point: IconMessage,
  exposure: IconSpeakerphone,
  task: IconChecklist,
  merge: IconLink,
} as const;

/** Things can happen at the same moment; the place in the list tells them apart. */
function keyed(items: TimelineItem[]): [string, TimelineItem][] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = `${item.at} ${item.kind} ${item.order?.id ?? item.subject ?? ''}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [`${name} ${count}`, item];
  });
}

export function Timeline({ items, compact }: { items: TimelineItem[]; compact?: boolean }) {
  return (
    <ol className={css.items}>
      {keyed(items).map(([key, item]) => (
        <Entry key={key} item={item} compact={compact === true} />
      ))}
    </ol>
  );
}

function Entry({ item, compact }: { item: TimelineItem; compact: boolean }) {
  const { f } = useI18n();
  const Icon = icons[item.kind];
  const time = f.time(item.at);
  return (
    <li className={css.item}>
      <time className={css.when} dateTime={item.at} title={f.dateTime(item.at)}>
        {f.date(item.at)}
        {time && <span className={css.time}> {time}</span>}
      </time>
      <Icon size={14} stroke={1.6} aria-hidden="true" />
      <What item={item} compact={compact} />
    </li>
  );
}

function What({ item, compact }: { item: TimelineItem; compact: boolean }) {
  if (item.order) return <OrderEntry order={item.order} compact={compact} />;
  if (item.merge) return <MergeEntry merge={item.merge} compact={compact} />;
  const told = Object.entries(item.attributes);
  if (compact || told.length === 0) return <Words item={item} />;
  return <Told item={item} told={told} />;
}

/** A touch-point with everything its sender told, one click away. */
function Told({ item, told }: { item: TimelineItem; told: [string, string][] }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <div style={{ minWidth: 0 }}>
      <button type="button" className={`${css.open} cut`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Words item={item} />
      </button>
      {open && (
        <dl className={css.told} aria-label={t('timeline.told')}>
          {told.map(([name, value]) => (
            <div key={name}>
              <dt className="dimmed">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function MergeEntry({ merge, compact }: { merge: NonNullable<TimelineItem['merge']>; compact: boolean }) {
  const { t, f, find } = useI18n();
  const why = find(`merge.by.${merge.joined_by}`) ?? merge.joined_by;
  const undo = useUndoMerge();
  const nameOf = useIdName();
  const text = t('merge.said', { from: nameOf(merge.from), into: nameOf(merge.into) });
  // What they share need not be said twice.
  const because = merge.from.endsWith(`:${merge.evidence}`) ? why : `${why}: ${merge.evidence}`;
  return (
    <div style={{ minWidth: 0 }}>
      <div className={css.said}>
        {text} <span className="dimmed small">{because}</span>
      </div>
      {merge.undone_at ? (
        <div className="dimmed small">
          {t('merge.undone', { date: f.dateTime(merge.undone_at), who: merge.undone_by ?? '' })}
        </div>
      ) : (
        !compact && (
          <button
            type="button"
            className="link small"
            disabled={undo.isPending}
            onClick={() => undo.mutate({ from: merge.from, into: merge.into })}
          >
            {t('merge.undo')}
          </button>
        )
      )}
    </div>
  );
}

function Words({ item }: { item: TimelineItem }) {
  const { t, find } = useI18n();
  const word = item.word ? (find(`touch.${item.word}`) ?? item.word) : t(`timeline.kind.${item.kind}`);
  const campaign = item.campaign ? t('timeline.campaign', { name: item.campaign }) : undefined;
  const subject = item.subject ? (find(`outcome.${item.subject}`) ?? item.subject) : undefined;
  const from = item.kind === 'touch_point' && item.outbound === false ? t('timeline.inbound') : undefined;
  const text = [campaign, subject, from].filter(Boolean).join(' · ');
  return (
    <span className="cut" title={text || undefined}>
      {item.kind === 'exposure' ? (campaign ?? t('timeline.kind.exposure')) : word}
      {item.kind !== 'exposure' && text && <span className="dimmed"> {text}</span>}
    </span>
  );
}

function OrderEntry({ order, compact }: { order: Order; compact: boolean }) {
  const { t, f } = useI18n();
  const [open, setOpen] = useState(false);
  const products = order.lines.map((line) => line.product);
  const all = order.lines.length + order.more_lines;
  const text = products.slice(0, 3).join(', ');
  const more = all > 3 ? ` ${t('timeline.more', { n: all - 3 })}` : '';
  const returned = Number(order.returns.amount) < 0;
  return (
    <>
      <div style={{ minWidth: 0 }}>
        {compact ? (
          <div className="cut" title={products.join(', ')}>
            {text}
            {more}
          </div>
        ) : (
          <button type="button" className={`${css.open} cut`} aria-expanded={open} onClick={() => setOpen(!open)}>
            {text}
            {more}
          </button>
        )}
        {returned && <span className="loss small">{t('timeline.returned', { amount: f.money(order.returns) })}</span>}
        {open && <OrderLines order={order} />}
      </div>
      <span>{f.money(order.total)}</span>
    </>
  );
}

function OrderLines({ order }: { order: Order }) {
  const { t, f } = useI18n();
  const about = [
    order.id ? t('timeline.order', { id: order.id }) : undefined,
    order.store ? t('timeline.store', { store: order.store }) : undefined,
  ].filter(Boolean);
  return (
    <>
      {about.length > 0 && <div className="dimmed small">{about.join(' · ')}</div>}
      <table className={css.lines}>
        <tbody>
          {order.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an order never change
            <tr key={index}>
              <td>{line.product}</td>
              <td>{f.number(Number(line.quantity), 3)}</td>
              <td>{f.money(line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {order.more_lines > 0 && <div className="dimmed small">{t('timeline.more', { n: order.more_lines })}</div>}
    </>
  );
}
