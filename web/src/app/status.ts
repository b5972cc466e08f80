// How complete and how fresh everything is.
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { orThrow } from '@/api/problem';
import type { Status } from '@/api/types';

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => orThrow<Status>(api.GET('/api/v1/status')),
});
