// The rules by which names join, and the merges made.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { IdentityRules, Merges } from '@/api/types';

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

export function useSaveIdentityRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: IdentityRules) => orThrow<IdentityRules>(api.PUT('/api/v1/identity/rules', { body })),
    onSuccess: (rules) => client.setQueryData(identityRulesQuery.queryKey, rules),
  });
}
