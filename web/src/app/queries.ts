// One cache for the whole application. Lists keep what they showed while the next answer is on its way: nothing jumps.
import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '@/api/problem';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      placeholderData: keepPreviousData,
      retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.status < 500),
    },
  },
});
