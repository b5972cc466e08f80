// The rules that every company begins with are named in English by the server; their names are read in the reader's language.
import { useI18n } from '@/i18n';

const first: Record<string, string> = {
  'Bought A, the pattern says B': 'pattern',
  'Left in the basket': 'basket',
  'Price list or contact page': 'page',
  'Came back': 'back',
  'Order overdue': 'overdue',
  'Larger order than usual': 'order',
  'More of a product than usual': 'product',
  'First touch-point of a new prospect': 'prospect',
};

/** A rule's name as it is shown; one that a person gave stays as it is. */
export function useRuleName(): (name: string) => string {
  const { find } = useI18n();
  return (name) => find(`rules.first.${first[name]}`) ?? name;
}
