// Automations, their log, and where they send.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type {
  Automation,
  AutomationRow,
  AutomationWords,
  DeliveryDetail,
  DeliveryState,
  DryRun,
  Endpoint,
  EndpointMade,
  Endpoints,
  FiringState,
  Mailer,
  MailerShown,
} from '@/api/types';

export const automationsQuery = queryOptions({
  queryKey: ['automations'],
  queryFn: () => orThrow<AutomationRow[]>(api.GET('/api/v1/automations')),
});

export function automationQuery(id: string) {
  return queryOptions({
    queryKey: ['automations', id],
    queryFn: () => orThrow<AutomationRow>(api.GET('/api/v1/automations/{id}', { params: { path: { id } } })),
  });
}

export const wordsQuery = queryOptions({
  queryKey: ['automations', 'words'],
  queryFn: () => orThrow<AutomationWords>(api.GET('/api/v1/automations/words')),
  staleTime: 60_000,
});

export const endpointsQuery = queryOptions({
  queryKey: ['endpoints'],
  queryFn: () => orThrow<Endpoints>(api.GET('/api/v1/endpoints')),
});

export const mailerQuery = queryOptions({
  queryKey: ['mailer'],
  queryFn: () => orThrow<MailerShown>(api.GET('/api/v1/mailer')),
});

export interface LogFilter {
  automation?: string | undefined;
  state?: FiringState | undefined;
}

export function firingsQuery(filter: LogFilter) {
  return infiniteQueryOptions({
    queryKey: ['automations', 'log', filter],
    queryFn: ({ pageParam }) =>
      orThrow(api.GET('/api/v1/firings', { params: { query: { ...filter, cursor: pageParam, limit: 100 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export interface SentFilter {
  state?: DeliveryState | undefined;
  endpoint?: string | undefined;
}

export function deliveriesQuery(filter: SentFilter) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', filter],
    queryFn: ({ pageParam }) =>
      orThrow(api.GET('/api/v1/deliveries', { params: { query: { ...filter, cursor: pageParam, limit: 100 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function deliveryQuery(id: number) {
  return queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: () =>
      orThrow<DeliveryDetail>(api.GET('/api/v1/deliveries/{id}', { params: { path: { id: String(id) } } })),
  });
}

/** Looks at a definition without keeping it. */
export function checkQuery(automation: Automation) {
  return queryOptions({
    queryKey: ['automations', 'check', automation.who ?? ''],
    queryFn: () => orThrow(api.POST('/api/v1/automations/check', { body: automation })),
    retry: false,
  });
}

/** A change, after which what is on screen asks again. */
function useChange<Given, Got>(keys: string[], change: (given: Given) => Promise<Got>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

const at = (id: number | string) => ({ params: { path: { id: String(id) } } });

export const useSaveAutomation = () =>
  useChange(['automations'], ({ id, body }: { id: string | undefined; body: Automation }) =>
    id === undefined
      ? orThrow<AutomationRow>(api.POST('/api/v1/automations', { body }))
      : orThrow<AutomationRow>(api.PUT('/api/v1/automations/{id}', { ...at(id), body })),
  );

export const useRest = () =>
  useChange(['automations'], ({ id, paused }: { id: number; paused: boolean }) =>
    orThrow<AutomationRow>(
      paused ? api.POST('/api/v1/automations/{id}/pause', at(id)) : api.POST('/api/v1/automations/{id}/resume', at(id)),
    ),
  );

export const useRemoveAutomation = () =>
  useChange(['automations'], (id: number) => orThrow(api.DELETE('/api/v1/automations/{id}', at(id))));

export const useDryRun = () =>
  useMutation({
    mutationFn: (body: Automation) => orThrow<DryRun>(api.POST('/api/v1/automations/dry-run', { body })),
  });

export const useAddEndpoint = () =>
  useChange(['endpoints'], (body: { name: string; url: string }) =>
    orThrow<EndpointMade>(api.POST('/api/v1/endpoints', { body })),
  );

export const useRotateSecret = () =>
  useChange(['endpoints'], (id: number) => orThrow<EndpointMade>(api.POST('/api/v1/endpoints/{id}/rotate', at(id))));

export const useRestEndpoint = () =>
  useChange(['endpoints', 'deliveries'], ({ id, paused }: { id: number; paused: boolean }) =>
    orThrow<Endpoint>(
      paused ? api.POST('/api/v1/endpoints/{id}/pause', at(id)) : api.POST('/api/v1/endpoints/{id}/resume', at(id)),
    ),
  );

export const useRemoveEndpoint = () =>
  useChange(['endpoints', 'deliveries'], (id: number) => orThrow(api.DELETE('/api/v1/endpoints/{id}', at(id))));

export const usePing = () =>
  useChange(['deliveries'], (id: number) => orThrow(api.POST('/api/v1/endpoints/{id}/ping', at(id))));

export const useAllowPrivate = () =>
  useChange(['endpoints'], (allow_private: boolean) =>
    orThrow(api.PUT('/api/v1/endpoints/private', { body: { allow_private } })),
  );

export const useReplay = () =>
  useChange(['deliveries'], (id: number) => orThrow(api.POST('/api/v1/deliveries/{id}/replay', at(id))));

export const useReplayFailed = () =>
  useChange(['deliveries'], (since: string) => orThrow(api.POST('/api/v1/deliveries/replay', { body: { since } })));

export const useSaveMailer = () =>
  useChange(['mailer', 'automations'], (body: { settings: Mailer; password: string | null }) =>
    orThrow<MailerShown>(api.PUT('/api/v1/mailer', { body })),
  );

export const useTestMailer = () =>
  useChange(['deliveries'], (to: string) => orThrow(api.POST('/api/v1/mailer/test', { body: { to } })));
