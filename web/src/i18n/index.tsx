// The reader's language and formats, for every component.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type ParamsOf, render } from './catalogue';
import { en } from './en';
import { fi } from './fi';
import { phrase } from './fi/phrases';
import { told } from './fi/server';
import { type Formatters, formatters, type Language, languages } from './format';

export type Key = keyof typeof en;
type Params<K extends Key> = ParamsOf<(typeof en)[K]>;
type Arguments<K extends Key> = [Params<K>] extends [never] ? [] : [Record<Params<K>, string | number>];

/** Keys of messages without parameters. */
export type PlainKey = { [K in Key]: [Params<K>] extends [never] ? K : never }[Key];

export interface I18n {
  language: Language;
  setLanguage: (language: Language) => void;
  setTimeZone: (zone: string) => void;
  /** The company's language, for readers who chose none and whose browser asks for none of ours. */
  suggestLanguage: (language: string) => void;
  /** The message of that key, with its parameters. */
  t: <K extends Key>(key: K, ...args: Arguments<K>) => string;
  /** A message whose key comes from the server; `undefined` where the catalogue has none. */
  find: (key: string, params?: Record<string, string | number>) => string | undefined;
  /** A sentence of the server's, by its code in the reader's language where it is known. */
  told: (code: string, english: string) => string;
  /** A sentence of the server's that has no code, in the reader's language where it is known. */
  said: (english: string) => string;
  f: Formatters;
}

const Context = createContext<I18n | null>(null);
const stored = 'vihje.language';

/** What the reader chose, else the first of the browser's languages that is one of ours. */
function ownLanguage(): Language | undefined {
  const known = languages.find((one) => one === localStorage.getItem(stored));
  const asked = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
  return known ?? asked.map((tag) => languages.find((one) => one === tag)).find((one) => one !== undefined);
}

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => ownLanguage() ?? 'en');
  const [timeZone, setTimeZone] = useState('UTC');
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const suggestLanguage = useCallback((wanted: string) => {
    const known = languages.find((one) => one === wanted);
    if (known && ownLanguage() === undefined) setLanguage(known);
  }, []);

  const value = useMemo<I18n>(() => {
    const messages = language === 'fi' ? fi : en;
    const f = formatters(language, timeZone);
    const find: I18n['find'] = (key, params = {}) => {
      if (!Object.hasOwn(messages, key)) return undefined;
      return render(messages[key as Key], params, f.plural, (n) => f.number(n, 1));
    };
    return {
      language,
      setLanguage: (next) => {
        localStorage.setItem(stored, next);
        setLanguage(next);
      },
      setTimeZone,
      suggestLanguage,
      t: (key, ...args) => find(key, args[0] as Record<string, string | number> | undefined) ?? key,
      find,
      told: (code, english) => (language === 'fi' ? (phrase(english) ?? told[code] ?? english) : english),
      said: (english) => (language === 'fi' ? (phrase(english) ?? english) : english),
      f,
    };
  }, [language, timeZone, suggestLanguage]);

  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) throw new Error('useI18n outside I18nProvider');
  return value;
}
