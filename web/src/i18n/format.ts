// Numbers, money and dates in the reader's own format. Money stays decimal text; it is never computed with here.
import type { Money } from '@/api/types';

export type Language = 'en' | 'fi';
export const languages: readonly Language[] = ['en', 'fi'];

/** The browser's own locale of that language where it has one, so that an American sees American dates. */
export function localeOf(language: Language, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((tag) => tag.toLowerCase().startsWith(language)) ?? (language === 'fi' ? 'fi-FI' : 'en-GB');
}

type Moment = string | number | Date;
const decimal = (amount: string) => amount as `${number}`;

export function formatters(language: Language, timeZone: string) {
  const locale = localeOf(language);
  const cache = new Map<string, Intl.NumberFormat>();
  const numbers = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    const known = cache.get(key) ?? new Intl.NumberFormat(locale, options);
    cache.set(key, known);
    return known;
  };
  const dateFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  const dateTimeFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const monthFormat = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const plurals = new Intl.PluralRules(locale);
  const withUnit = (n: number, unit: 'day' | 'week' | 'minute' | 'second', digits = 0) =>
    numbers({ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: digits }).format(n);

  return {
    locale,
    plural: (n: number) => plurals.select(n),
    number: (n: number, digits = 0) => numbers({ maximumFractionDigits: digits }).format(n),
    /** Always with that many decimals, for columns that line up. */
    fixed: (n: number, digits: number) =>
      numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n),
    percent: (share: number, digits = 0) => numbers({ style: 'percent', maximumFractionDigits: digits }).format(share),
    /** A probability: never a flat 0 or 100 %, which nothing is. */
    chance: (p: number) => {
      const percent = numbers({ style: 'percent', maximumFractionDigits: 0 });
      if (p < 0.005) return `< ${percent.format(0.01)}`;
      return p > 0.995 ? `> ${percent.format(0.99)}` : percent.format(p);
    },
    money: (m: Money, digits?: number) =>
      numbers({
        style: 'currency',
        currency: m.currency,
        currencyDisplay: 'narrowSymbol',
        ...(digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
      }).format(decimal(m.amount)),
    /** Whole units: for lists, where cents only blur. */
    wholeMoney: (m: Money) =>
      numbers({
        style: 'currency',
        currency: m.currency,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: 0,
      }).format(decimal(m.amount)),
    bytes: (n: number) =>
      n < 1e6
        ? numbers({ style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(n / 1e3)
        : numbers({ style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(n / 1e6),
    days: (n: number) => withUnit(n, 'day', n < 3 && n % 1 !== 0 ? 1 : 0),
    seconds: (n: number) => (n < 90 ? withUnit(n, 'second') : withUnit(n / 60, 'minute')),
    date: (m: Moment) => dateFormat.format(new Date(m)),
    dateTime: (m: Moment) => dateTimeFormat.format(new Date(m)),
    /** The time of day; nothing at midnight, which is how a date without a time is kept. */
    time: (m: Moment) => {
      const at = new Date(m);
      const clock = at.toLocaleTimeString('en-GB', { timeZone });
      return clock === '00:00:00' || at.getTime() % 86_400_000 === 0 ? undefined : timeFormat.format(at);
    },
    /** A day of about now: without the year. */
    day: (m: Moment) => dayFormat.format(new Date(m)),
    month: (m: Moment) => monthFormat.format(new Date(m)),
    /** How long ago, or in how long, in the largest unit that says it. */
    ago: (m: Moment, now: Moment) => {
      const seconds = (new Date(m).getTime() - new Date(now).getTime()) / 1000;
      const units = [
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
      ] as const;
      const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
      return relative.format(Math.trunc(seconds / size), unit);
    },
    list: (items: string[]) => lists.format(items),
  };
}

export type Formatters = ReturnType<typeof formatters>;
