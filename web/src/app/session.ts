// Who is signed in, for which company.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Session } from '@/api/types';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => orThrow<Session>(api.GET('/api/v1/session')),
  staleTime: 60_000,
});

export function useSession() {
  return useQuery(sessionQuery);
}

export function useCompany() {
  return useSession().data?.company ?? undefined;
}

/** Whether who is signed in makes automations: managers and administrators. */
export function useMayAutomate(): boolean {
  const role = useSession().data?.user?.role;
  return role === 'administrator' || role === 'manager';
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => orThrow<Session>(api.POST('/api/v1/session', { body })),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  });
}

export function useSetup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { token: string; name: string; email: string; password: string }) =>
      orThrow<Session>(api.POST('/api/v1/session/setup', { body })),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  });
}

export function useSignOut(): () => void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: () => orThrow(api.DELETE('/api/v1/session')),
    onSuccess: () => {
      client.clear();
      window.location.assign('/');
    },
  });
  return () => mutate();
}
