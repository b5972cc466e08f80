// Background work: what runs now, and following one job to its end.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Job } from '@/api/types';

export const jobsKey = ['jobs'];

export function isUnderWay(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}

/** The share of the step at hand that is done, 0 to 1; undefined where nobody counts: it is never guessed. */
export function shareDone({ progress }: Pick<Job, 'progress'>): number | undefined {
  const { bytes } = progress;
  return bytes && bytes.total > 0 ? Math.min(1, bytes.read / bytes.total) : undefined;
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
