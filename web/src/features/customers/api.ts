// Customers: the list, one customer's page and its parts.
import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { CustomerProfile, CustomerState, Rhythm } from '@/api/types';

export interface CustomerFilters {
  q?: string | undefined;
  sort?: string | undefined;
  order?: string | undefined;
  state?: CustomerState | undefined;
  owner?: string | undefined;
  segment?: string | undefined;
  min_value?: number | undefined;
}

export function customersQuery(filters: CustomerFilters) {
  return infiniteQueryOptions({
    queryKey: ['customers', filters],
    queryFn: ({ pageParam }) =>
      orThrow(api.GET('/api/v1/customers', { params: { query: { ...filters, cursor: pageParam, limit: 100 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Every owner there is, for filters. */
export function useOwners(): string[] {
  const query = useQuery({
    queryKey: ['customers', 'owners'],
    staleTime: 300_000,
    queryFn: () => orThrow(api.GET('/api/v1/customers', { params: { query: { limit: 1 } } })),
  });
  return query.data?.owners ?? [];
}

export function customerQuery(key: string) {
  return queryOptions({
    queryKey: ['customer', key],
    queryFn: () => orThrow<CustomerProfile>(api.GET('/api/v1/customers/{key}', { params: { path: { key } } })),
    placeholderData: undefined,
  });
}

export function rhythmQuery(key: string) {
  return queryOptions({
    queryKey: ['customer', key, 'rhythm'],
    queryFn: () => orThrow<Rhythm>(api.GET('/api/v1/customers/{key}/rhythm', { params: { path: { key } } })),
    placeholderData: undefined,
  });
}

export function categoriesQuery(key: string, level: number | undefined) {
  return queryOptions({
    queryKey: ['customer', key, 'categories', level],
    queryFn: () =>
      orThrow(api.GET('/api/v1/customers/{key}/categories', { params: { path: { key }, query: { level } } })),
  });
}

export function timelineQuery(key: string, kind: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['customer', key, 'timeline', kind],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/v1/customers/{key}/timeline', {
          params: { path: { key }, query: { kind, cursor: pageParam, limit: 30 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useLogTouchPoint(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { touch: string; subject: string; outbound: boolean }) =>
      orThrow(api.POST('/api/v1/customers/{key}/touch-points', { params: { path: { key } }, body })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['customer', key] }),
        client.invalidateQueries({ queryKey: ['task'] }),
      ]),
  });
}

/** Takes a merge of two names back. */
export function useUndoMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { from: string; into: string }) => orThrow(api.POST('/api/v1/identity/merges/undo', { body })),
    onSettled: () => Promise.all(['customer', 'merges'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
