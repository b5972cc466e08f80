// The demonstration's banner: where its time stands, paused, slower, faster.
import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext, IconPlayerTrackPrev } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { ReplayState } from '@/api/types';
import { useCompany } from '@/app/session';
import { useI18n } from '@/i18n';
import css from './replay.module.css';

const speeds = [1, 60, 600, 3600, 14400, 43200];
const usual = 3600;

export function ReplayBar() {
  const { t, f } = useI18n();
  const client = useQueryClient();
  const demo = useCompany()?.demo === true;
  const state = useQuery({
    queryKey: ['replay'],
    enabled: demo,
    refetchInterval: 2_000,
    queryFn: async () => (await orThrow<ReplayState | null>(api.GET('/api/v1/replay'))) ?? null,
  }).data;
  const change = useMutation({
    mutationFn: (speed: number) => orThrow<ReplayState>(api.PUT('/api/v1/replay', { body: { speed } })),
    onSuccess: (next) => client.setQueryData(['replay'], next),
  });
  if (!state) return null;
  const at = speeds.indexOf(state.speed);
  const set = (speed: number | undefined) => speed !== undefined && change.mutate(speed);
  const paused = state.speed === 0;
  return (
    <section className={css.bar} aria-label={t('replay.label')}>
      <span>
        {t(state.over ? 'replay.over' : 'replay.says')} <time dateTime={state.at}>{f.dateTime(state.at)}</time>
      </span>
      {!state.over && (
        <span className={css.controls}>
          <ActionIcon
            variant="subtle"
            aria-label={t('replay.slower')}
            disabled={paused || at <= 0}
            onClick={() => set(speeds[at - 1])}
          >
            <IconPlayerTrackPrev size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={t(paused ? 'replay.go_on' : 'replay.pause')}
            onClick={() => set(paused ? usual : 0)}
          >
            {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            aria-label={t('replay.faster')}
            disabled={paused || at === speeds.length - 1}
            onClick={() => set(speeds[at + 1])}
          >
            <IconPlayerTrackNext size={16} />
          </ActionIcon>
          <span className={css.speed}>{paused ? t('replay.paused') : pace(state.speed)}</span>
        </span>
      )}
    </section>
  );

  /** How much of its time passes in a second. */
  function pace(speed: number): string {
    if (speed < 60) return t('replay.real');
    if (speed < 3600) return t('replay.minutes', { n: speed / 60 });
    return t('replay.hours', { n: speed / 3600 });
  }
}
