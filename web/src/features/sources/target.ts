// What a column can become, as text for a list of choices and back.
import type { Target } from '@/api/types';
import type { I18n } from '@/i18n';

/** `customer_id`, `level:2`, `customer_attribute:Segment`. */
export function targetKey(target: Target): string {
  if (typeof target === 'string') return target;
  const [name, value] = Object.entries(target)[0] ?? ['ignore', ''];
  return `${name}:${value}`;
}

export function targetOf(key: string): Target {
  const [name = 'ignore', ...rest] = key.split(':');
  const value = rest.join(':');
  switch (name) {
    case 'customer_attribute':
      return { customer_attribute: value };
    case 'product_attribute':
      return { product_attribute: value };
    case 'touch_attribute':
      return { touch_attribute: value };
    case 'level':
      return { level: Number(value) };
    default:
      return name as Exclude<Target, object>;
  }
}

export function targetName(target: Target, { t, find }: Pick<I18n, 't' | 'find'>): string {
  const [name = '', ...rest] = targetKey(target).split(':');
  const value = rest.join(':');
  if (name === 'level') return t('target.level', { level: value });
  const word = find(`target.${name}`) ?? name;
  return value ? `${word}: ${value}` : word;
}

/** The same target for this column: an attribute takes the column's name. */
export function forColumn(target: Target, column: string): Target {
  const key = targetKey(target);
  return key.endsWith('_attribute:') ? targetOf(key + column) : target;
}
