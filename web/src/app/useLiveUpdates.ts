// The server tells what has changed; what is on screen asks again. The browser resumes a broken stream by itself; where the server
// cannot tell what came in between, everything asks again.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '@/api/types';
import { jobsKey } from './jobs';

const stale: Record<string, string[]> = {
  findings: [
    'today',
    'task',
    'worklists',
    'customers',
    'customer',
    'patterns',
    'pattern',
    'status',
    'quality',
    'levels',
  ],
  opportunity: ['opportunities', 'rules'],
  automations: ['automations'],
  deliveries: ['deliveries', 'endpoints'],
  tasks: ['today', 'task', 'worklists'],
  imports: ['sources', 'imports', 'import', 'status', 'customers', 'levels', 'session'],
};

/** Where events come by the dozen, what is on screen asks again a few times a second and not for each. */
const REST = 400;
const resting = new Set<string>();
const missed = new Set<string>();

function refresh(client: QueryClient, event: string) {
  if (resting.has(event)) {
    missed.add(event);
    return;
  }
  resting.add(event);
  setTimeout(() => {
    resting.delete(event);
    if (missed.delete(event)) refresh(client, event);
  }, REST);
  ask(client, event);
}

function ask(client: QueryClient, event: string) {
  for (const key of stale[event] ?? []) client.invalidateQueries({ queryKey: [key] });
}

function keepJob(client: QueryClient, job: Job) {
  client.setQueryData<Job[]>(jobsKey, (jobs = []) => [job, ...jobs.filter((other) => other.id !== job.id)]);
  client.setQueryData(['job', job.id], job);
}

export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    source.addEventListener('job', (event) => keepJob(client, JSON.parse(event.data) as Job));
    source.addEventListener('missed', () => client.invalidateQueries());
    for (const name of Object.keys(stale)) source.addEventListener(name, () => refresh(client, name));
    return () => source.close();
  }, [client]);
}
