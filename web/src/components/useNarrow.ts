// One breakpoint for the whole application.
import { useMediaQuery } from '@mantine/hooks';

export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 860px)', window.innerWidth <= 860, { getInitialValueInEffect: false });
}
