// A list that comes page by page: the first page, all rows that are there, and what to call near their end.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

export function usePages<Row, Page extends { items: Row[] }>(
  query: UseInfiniteQueryResult<InfiniteData<Page & { items: Row[] }>>,
) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { first: data?.pages[0], rows, onEnd };
}
