// Patterns: one set for each choice of level, window, question and channel; a pattern's page; its members.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Job, Level, PatternDetail, PatternQuestion, Patterns, PatternWindow, Worklist } from '@/api/types';

export interface PatternFilters {
  level?: number | undefined;
  window_days?: number | undefined;
  question?: PatternQuestion | undefined;
  min_support?: number | undefined;
  channel?: string | undefined;
  q?: string | undefined;
  a?: string | undefined;
  b?: string | undefined;
  /** Pairs that are bought less than by like customers, in place of those bought more. */
  below?: boolean | undefined;
  sort?: string | undefined;
}

export function patternsQuery(filters: PatternFilters) {
  return infiniteQueryOptions({
    queryKey: ['patterns', filters],
    queryFn: ({ pageParam }) =>
      orThrow<Patterns>(
        api.GET('/api/v1/patterns', { params: { query: { ...filters, cursor: pageParam, limit: 100 } } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.state === 'computing' ? 2000 : false),
  });
}

export const levelsQuery = queryOptions({
  queryKey: ['levels'],
  queryFn: () => orThrow<Level[]>(api.GET('/api/v1/levels')),
  staleTime: 300_000,
});

/** The attributes that customers have, for the conditions of a channel. */
export const attributesQuery = queryOptions({
  queryKey: ['attributes'],
  queryFn: () => orThrow<string[]>(api.GET('/api/v1/attributes')),
  staleTime: 300_000,
});

/** The patterns that bring most buyers, for the flow picture. */
export function strongestQuery(filters: PatternFilters) {
  const query = { ...filters, sort: 'n_ab', limit: 200 };
  return queryOptions({
    queryKey: ['patterns', 'strongest', query],
    queryFn: () => orThrow<Patterns>(api.GET('/api/v1/patterns', { params: { query } })),
  });
}

export function patternQuery(id: string) {
  return queryOptions({
    queryKey: ['pattern', id],
    queryFn: () => orThrow<PatternDetail>(api.GET('/api/v1/patterns/{id}', { params: { path: { id } } })),
    placeholderData: undefined,
    // What has come since the analysis is counted as it comes.
    refetchInterval: (query) => (query.state.data?.now ? 10_000 : false),
  });
}

export function membersQuery(id: string, window: PatternWindow) {
  return infiniteQueryOptions({
    queryKey: ['pattern', id, 'members', window],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/v1/patterns/{id}/members', {
          params: { path: { id }, query: { window, cursor: pageParam, limit: 100 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useComputePatterns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ level, window_days, question, channel }: PatternFilters) =>
      orThrow<Job>(
        api.POST('/api/v1/analyses/{analysis}', {
          params: { path: { analysis: 'patterns' } },
          body: {
            level: level ?? null,
            window_days: window_days ?? null,
            question: question ?? null,
            channel: channel ? (JSON.parse(channel) as unknown) : null,
          },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['patterns'] }),
  });
}

export function useMakeList(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      orThrow<Worklist>(api.POST('/api/v1/patterns/{id}/list', { params: { path: { id } }, body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['worklists'] }),
  });
}
