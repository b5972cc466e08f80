// Background work: what runs now, and following one job to its end.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Job } from '@/api/types';

export const jobsKey = ['jobs'];

export function isUnderWay(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}

/** The share of a job that is done, 0 to 1; undefined before anything is known of it. */
export function shareDone({ progress }: Pick<Job, 'progress'>): number | undefined {
  return progress.fraction > 0 ? Math.min(1, progress.fraction) : undefined;
}

export function useJobs() {
  return useQuery({ queryKey: jobsKey, queryFn: () => orThrow<Job[]>(api.GET('/api/v1/jobs')) });
}

/** One job. Live events keep it current; asking every two seconds covers a broken stream. */
export function jobQuery(id: string | undefined) {
  return queryOptions({
    queryKey: ['job', id],
    enabled: id !== undefined,
    queryFn: () => orThrow<Job>(api.GET('/api/v1/jobs/{id}', { params: { path: { id: id ?? '' } } })),
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? false : 2000),
  });
}
