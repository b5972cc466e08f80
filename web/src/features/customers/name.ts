// How a customer without a name is called in a sentence or a title.
import { useI18n } from '@/i18n';

export function useCustomerName(): (customer: { id: string; name: string }) => string {
  const { find } = useI18n();
  return ({ id, name }) => (name === id ? (find('customers.unnamed', { id }) ?? id) : name);
}
