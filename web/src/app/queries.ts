// One cache for the whole application. Lists keep what they showed while the next answer is on its way: nothing jumps.
import { keepPreviousData, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '@/api/problem';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session has ended: asking who is signed in brings the sign-in page.
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 401)
        queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      placeholderData: keepPreviousData,
      retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.status < 500),
    },
  },
});
