// How many events of a source wait to be mended.
import type { Stream } from '@/api/types';

export function waitingOf(stream: Stream): number {
  return Object.values(stream.waiting).reduce((sum, count) => sum + count, 0);
}
