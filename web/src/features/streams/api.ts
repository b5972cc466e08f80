// Sources that send events, their keys, and the events that were not understood.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Job, Stream, StreamSettings, StreamWithKey } from '@/api/types';

export const streamsQuery = queryOptions({
  queryKey: ['streams'],
  queryFn: () => orThrow<Stream[]>(api.GET('/api/v1/streams')),
  // Events are many: the counts are asked for again instead of being told one by one.
  refetchInterval: 5000,
});

export function rejectedEventsQuery(id: string, code: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['streams', id, 'rejected', code],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/v1/streams/{id}/rejected', {
          params: { path: { id }, query: { code, cursor: pageParam, limit: 100 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

function useChange<V, R>(change: (values: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ['streams'] }),
  });
}

export const useCreateStream = () =>
  useChange((body: StreamSettings & { source: string }) =>
    orThrow<StreamWithKey>(api.POST('/api/v1/streams', { body })),
  );

export const useUpdateStream = (id: string) =>
  useChange((body: StreamSettings) =>
    orThrow<Stream>(api.PUT('/api/v1/streams/{id}', { params: { path: { id } }, body })),
  );

export const useRotateStream = (id: string) =>
  useChange((grace_hours: number) =>
    orThrow<StreamWithKey>(
      api.POST('/api/v1/streams/{id}/rotate', { params: { path: { id } }, body: { grace_hours } }),
    ),
  );

export const useRevokeStream = (id: string) =>
  useChange(() => orThrow<Stream>(api.DELETE('/api/v1/streams/{id}', { params: { path: { id } } })));

export const useMend = (id: string) =>
  useChange(({ event, payload }: { event: string; payload: string }) =>
    orThrow(
      api.POST('/api/v1/streams/{id}/rejected/{event}/mend', { params: { path: { id, event } }, body: { payload } }),
    ),
  );

export const useGiveUp = (id: string) =>
  useChange((event: string) =>
    orThrow(api.DELETE('/api/v1/streams/{id}/rejected/{event}', { params: { path: { id, event } } })),
  );

export const useGiveUpAll = (id: string) =>
  useChange((code: string) =>
    orThrow(api.POST('/api/v1/streams/{id}/rejected/give-up', { params: { path: { id } }, body: { code } })),
  );

export const useReplay = (id: string) =>
  useChange((code: string) =>
    orThrow<Job>(api.POST('/api/v1/streams/{id}/rejected/replay', { params: { path: { id } }, body: { code } })),
  );
