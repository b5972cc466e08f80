// Lists of tasks and acting on them. A list is Today or a worklist; both answer the same.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { AnalysisQuality, Task, TaskDetail, TaskState, Today, Worklist } from '@/api/types';

export interface TaskFilters {
  kind?: string | undefined;
  owner?: string | undefined;
  state?: TaskState | undefined;
  /** A day's work when not given. */
  scope?: 'all' | undefined;
}

export const TODAY = 'today';

function fetchTasks(list: string, filters: TaskFilters, cursor: string | undefined): Promise<Today> {
  if (list === TODAY) return orThrow(api.GET('/api/v1/today', { params: { query: { ...filters, cursor } } }));
  const query = { state: filters.state, cursor };
  return orThrow(api.GET('/api/v1/worklists/{id}/tasks', { params: { path: { id: list }, query } }));
}

export function tasksQuery(list: string, filters: TaskFilters) {
  return infiniteQueryOptions({
    queryKey: ['today', list, filters],
    queryFn: ({ pageParam }) => fetchTasks(list, filters, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function taskQuery(id: string) {
  return queryOptions({
    queryKey: ['task', id],
    queryFn: () => orThrow<TaskDetail>(api.GET('/api/v1/tasks/{id}', { params: { path: { id } } })),
    placeholderData: undefined,
  });
}

export const worklistsQuery = queryOptions({
  queryKey: ['worklists'],
  queryFn: () => orThrow<Worklist[]>(api.GET('/api/v1/worklists')),
});

/** How good findings are on the company's own past, and whether their values are margin or sales. */
export const qualityQuery = queryOptions({
  queryKey: ['quality'],
  queryFn: () => orThrow<AnalysisQuality[]>(api.GET('/api/v1/findings/quality')),
});

export type Action =
  | { act: 'done'; outcome?: string; note?: string; contact?: string }
  | { act: 'snooze'; until: string }
  | { act: 'skip'; reason: string }
  | { act: 'reopen' };

function send(id: string, action: Action): Promise<Task> {
  const params = { path: { id } };
  switch (action.act) {
    case 'done': {
      const { outcome, note, contact } = action;
      return orThrow(api.POST('/api/v1/tasks/{id}/done', { params, body: { outcome, note, contact } }));
    }
    case 'snooze':
      return orThrow(api.POST('/api/v1/tasks/{id}/snooze', { params, body: { until: action.until } }));
    case 'skip':
      return orThrow(api.POST('/api/v1/tasks/{id}/skip', { params, body: { reason: action.reason } }));
    case 'reopen':
      return orThrow(api.POST('/api/v1/tasks/{id}/reopen', { params }));
  }
}

/** Acts on a task; the lists ask again when the answer is there. */
export function useTaskAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ task, action }: { task: Task; action: Action }) => send(task.id, action),
    onSettled: (_data, _error, { task }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['today'] }),
        client.invalidateQueries({ queryKey: ['worklists'] }),
        client.invalidateQueries({ queryKey: ['task', task.id] }),
        client.invalidateQueries({ queryKey: ['customer', task.customer.key] }),
      ]),
  });
}

/** How many tasks the reader does a day. */
export function useDayLength() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (length: number) => orThrow(api.PUT('/api/v1/today/length', { body: { length } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['today'] }),
  });
}

/** Closes a worklist, or opens it again. */
export function usePutAway(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (closed: boolean) => {
      const params = { path: { id } };
      return orThrow<Worklist>(
        closed
          ? api.POST('/api/v1/worklists/{id}/close', { params })
          : api.POST('/api/v1/worklists/{id}/reopen', { params }),
      );
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['worklists'] }),
        client.invalidateQueries({ queryKey: ['customer'] }),
      ]),
  });
}

export function worklistQuery(id: string) {
  return queryOptions({
    queryKey: ['worklists', id],
    queryFn: () => orThrow<Worklist>(api.GET('/api/v1/worklists/{id}', { params: { path: { id } } })),
  });
}
