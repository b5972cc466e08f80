// The rules by which names join, and the merges made.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { IdentityRules, Merges, Suggestions } from '@/api/types';

export const identityRulesQuery = queryOptions({
  queryKey: ['identity-rules'],
  queryFn: () => orThrow<IdentityRules>(api.GET('/api/v1/identity/rules')),
});

export const mergesQuery = infiniteQueryOptions({
  queryKey: ['merges'],
  queryFn: ({ pageParam }) =>
    orThrow<Merges>(
      api.GET('/api/v1/identity/merges', {
        params: { query: { cursor: pageParam === undefined ? undefined : Number(pageParam) } },
      }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const suggestionsQuery = queryOptions({
  queryKey: ['suggestions'],
  queryFn: () => orThrow<Suggestions>(api.GET('/api/v1/identity/suggestions')),
  // They follow the names that come in, some seconds after them.
  refetchInterval: 5_000,
});

/** Two names of one person, because somebody says so. */
export function useMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { from: string; into: string }) => orThrow(api.POST('/api/v1/identity/merges', { body })),
    onSuccess: () => {
      for (const key of ['suggestions', 'merges', 'customers', 'customer']) {
        client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}

export function useSaveIdentityRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: IdentityRules) => orThrow<IdentityRules>(api.PUT('/api/v1/identity/rules', { body })),
    onSuccess: (rules) => client.setQueryData(identityRulesQuery.queryKey, rules),
  });
}
