// Sources and imports.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Import, Job, LookedFile, Mapping, RecordKind, Source } from '@/api/types';

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: () => orThrow<Source[]>(api.GET('/api/v1/sources')),
});

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports'],
  queryFn: ({ pageParam }) =>
    orThrow(api.GET('/api/v1/imports', { params: { query: { cursor: pageParam, limit: 50 } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['import', id],
    queryFn: () => orThrow<Import>(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    placeholderData: undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : false),
  });
}

export function rejectedQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['import', id, 'rejected'],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/v1/imports/{id}/rejected', {
          params: { path: { id }, query: { cursor: pageParam, limit: 100 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** What is wrong with a mapping, and what its columns may become. */
export function checkQuery(mapping: Mapping) {
  return queryOptions({
    queryKey: ['check', mapping],
    queryFn: () => orThrow(api.POST('/api/v1/imports/check', { body: { mapping } })),
  });
}

/** Looks again at one reading of an upload, with the kind of its rows given. */
export function useLookAgain() {
  return useMutation({
    mutationFn: (body: { upload_id: string; file: string; reading: number; kind: RecordKind }) =>
      orThrow<LookedFile>(api.POST('/api/v1/imports/look-again', { body })),
  });
}

export interface ImportRequest {
  upload_id: string;
  files: { file: string; reading: number; mapping: Mapping }[];
  save_mapping_as?: string | undefined;
}

export function usePreview() {
  return useMutation({
    mutationFn: (body: ImportRequest) => orThrow<Job>(api.POST('/api/v1/imports/preview', { body })),
  });
}

export function useImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportRequest) => orThrow<Job>(api.POST('/api/v1/imports', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
}

export function useUndoImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => orThrow<Job>(api.POST('/api/v1/imports/{id}/undo', { params: { path: { id } } })),
    onSettled: () =>
      Promise.all(['imports', 'import', 'sources', 'jobs'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useCancelJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => orThrow<Job>(api.DELETE('/api/v1/jobs/{id}', { params: { path: { id } } })),
    onSettled: (_job, _error, id) => client.invalidateQueries({ queryKey: ['job', id] }),
  });
}
