// Opportunities and the rules that see them.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { NewRule, Opportunities, Opportunity, Rule, RuleRow } from '@/api/types';

export interface OpportunityFilters {
  state?: string | undefined;
  kind?: string | undefined;
  owner?: string | undefined;
  customer?: string | undefined;
  rule?: number | undefined;
  min_value?: number | undefined;
}

export function opportunitiesQuery(filters: OpportunityFilters) {
  return infiniteQueryOptions({
    queryKey: ['opportunities', filters],
    queryFn: ({ pageParam }) =>
      orThrow<Opportunities>(
        api.GET('/api/v1/opportunities', { params: { query: { ...filters, cursor: pageParam } } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export type OpportunityAction =
  | { act: 'accept'; note?: string }
  | { act: 'dismiss'; reason: string }
  | { act: 'reopen' };

function send(id: number, action: OpportunityAction): Promise<Opportunity> {
  const params = { path: { id } };
  switch (action.act) {
    case 'accept':
      return orThrow(api.POST('/api/v1/opportunities/{id}/accept', { params, body: { note: action.note } }));
    case 'dismiss':
      return orThrow(api.POST('/api/v1/opportunities/{id}/dismiss', { params, body: { reason: action.reason } }));
    case 'reopen':
      return orThrow(api.POST('/api/v1/opportunities/{id}/reopen', { params }));
  }
}

/** Acts on an opportunity; the feed and Today ask again when the answer is there. */
export function useOpportunityAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ one, action }: { one: Opportunity; action: OpportunityAction }) => send(Number(one.id), action),
    onSettled: () =>
      Promise.all(
        ['opportunities', 'rules', 'today', 'customer'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  });
}

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: async () => (await orThrow<{ items: RuleRow[] }>(api.GET('/api/v1/rules'))).items,
});

/** Adds a rule, or changes the one of this number. */
export function useSaveRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, rule }: { id: number | undefined; rule: NewRule }) =>
      orThrow<Rule>(
        id === undefined
          ? api.POST('/api/v1/rules', { body: rule })
          : api.PUT('/api/v1/rules/{id}', { params: { path: { id } }, body: rule }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
}

export function useRemoveRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => orThrow(api.DELETE('/api/v1/rules/{id}', { params: { path: { id } } })),
    onSettled: () =>
      Promise.all(['opportunities', 'rules'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
