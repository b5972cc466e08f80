// On the sources' screen: what flows in, in one line.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useI18n } from '@/i18n';
import { streamsQuery } from './api';
import css from './streams.module.css';
import { waitingOf } from './waiting';

export function StreamsLine() {
  const { t, f } = useI18n();
  const streams = useQuery(streamsQuery).data?.filter((stream) => !stream.revoked_at) ?? [];
  if (streams.length === 0) return null;
  return (
    <div className={css.line}>
      {streams.slice(0, 6).map((stream) => (
        <span key={stream.id}>
          <Link className="link" to="/sources/streams/$id" params={{ id: stream.id }}>
            {stream.source}
          </Link>{' '}
          <span className="dimmed small">
            {t('streams.came', { n: stream.events })}
            {stream.last_event_at && ` · ${f.dateTime(stream.last_event_at)}`}
            {waitingOf(stream) > 0 && ` · ${t('streams.wait', { n: waitingOf(stream) })}`}
          </span>
        </span>
      ))}
    </div>
  );
}
