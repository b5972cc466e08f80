// The catalogues are complete in both languages and say the same parameters; small pure parts keep their promises.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Reason } from '../src/api/types';
import { fromChannel, toChannel } from '../src/features/patterns/condition';
import { forColumn, targetKey, targetOf } from '../src/features/sources/target';
import { texts as numbersOf, wording } from '../src/features/today/wording';
import { type Entry, render } from '../src/i18n/catalogue';
import { en } from '../src/i18n/en';
import { fi } from '../src/i18n/fi';
import { englishPhrases, phrase } from '../src/i18n/fi/phrases';
import { formatters } from '../src/i18n/format';
import examples from './sentences.json' with { type: 'json' };

interface Example {
  language: 'en' | 'fi';
  name: string;
  reason: Reason;
  sentence: string;
}

const texts = (entry: Entry) => (typeof entry === 'string' ? [entry] : [entry.one, entry.other]);
const names = (entry: Entry) =>
  [...new Set(texts(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])))].sort();

test('English and Finnish have the same keys', () => {
  expect(Object.keys(fi).sort()).toEqual(Object.keys(en).sort());
});

test('no message is empty, and both languages name the same parameters', () => {
  const finnish: Record<string, Entry> = fi;
  const wrong = Object.entries<Entry>(en).filter(([key, entry]) => {
    const other = finnish[key] ?? '';
    const empty = [...texts(entry), ...texts(other)].some((text) => text.trim() === '');
    return empty || names(other).join() !== names(entry).join();
  });
  expect(wrong.map(([key]) => key)).toEqual([]);
});

test('every message is used somewhere', () => {
  const root = join(import.meta.dirname, '../src');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/^i18n.(en|fi)/.test(name))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n');
  const families = [...sources.matchAll(/`([\w.]+)\$\{/g)].map((match) => match[1] ?? '');
  const unused = Object.keys(en).filter(
    (key) => !sources.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  );
  expect(unused).toEqual([]);
});

test('a message takes its plural form from n and writes numbers as the reader does', () => {
  const finnish = new Intl.PluralRules('fi');
  const write = (n: number) => new Intl.NumberFormat('fi-FI').format(n);
  const say = (n: number) =>
    render({ one: '{n} asiakas', other: '{n} asiakasta' }, { n }, (x) => finnish.select(x), write);
  expect(say(1)).toBe('1 asiakas');
  expect(say(12_345)).toBe('12\u00a0345 asiakasta');
});

test('a channel of tests reads back as it was written; one made elsewhere is not taken apart', () => {
  const clauses = [
    { field: 'attribute', attribute: 'industry', op: 'is', value: 'Painting' },
    { field: 'orders', attribute: '', op: 'at_least', value: '3' },
  ] as const;
  const channel = toChannel([...clauses]);
  expect(JSON.parse(channel ?? '')).toEqual({
    all: [
      { test: { field: { attribute: 'industry' }, op: 'is', values: ['Painting'] } },
      { test: { field: 'orders', op: 'at_least', values: ['3'] } },
    ],
  });
  expect(fromChannel(channel)).toEqual(clauses);
  expect(fromChannel('{"any":[]}')).toBeUndefined();
  expect(fromChannel('not json')).toBeUndefined();
  expect(toChannel([{ field: 'orders', attribute: '', op: 'at_least', value: ' ' }])).toBeUndefined();
});

test('a column target survives being a choice in a list', () => {
  for (const target of ['amount', { level: 2 }, { customer_attribute: 'a:b' }] as const) {
    expect(targetOf(targetKey(target))).toEqual(target);
  }
  expect(forColumn({ customer_attribute: '' }, 'Age')).toEqual({ customer_attribute: 'Age' });
  expect(forColumn('amount', 'Age')).toBe('amount');
});

test('a reason is the sentence that the server writes into a file', () => {
  Object.defineProperty(globalThis, 'navigator', { value: { languages: ['en-GB', 'fi-FI'] }, configurable: true });
  for (const { language, name, reason, sentence } of examples as Example[]) {
    const f = formatters(language, 'UTC');
    const messages: Record<string, Entry> = language === 'fi' ? fi : en;
    const entry = messages[`reason.long.${wording(reason)}`] ?? '';
    expect(render(entry, { ...numbersOf(reason, f), name }, f.plural, (n) => f.number(n, 1))).toBe(sentence);
  }
});

test('what the server says in English is known word for word, and keeps what it is about', () => {
  const rooms = join(import.meta.dirname, '../../crates');
  const sources = ['intake/src', 'history/src/stage', 'history/src/ground'].flatMap((folder) =>
    readdirSync(join(rooms, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.rs'))
      .map((name) => readFileSync(join(rooms, folder, name), 'utf8')),
  );
  const plain = (text: string) => text.replace(/[\\"']/g, '');
  const told = plain(sources.join('\n'));
  // The words between what is filled in; of a sentence put together from two, both parts are told somewhere.
  const parts = englishPhrases.flatMap((english) => english.split(/\{\d\}| says so| are (?=[a-z])/)).map(plain);
  const unknown = parts.map((part) => part.trim().replace(/\.$/, '')).filter((part) => part && !told.includes(part));
  expect(unknown).toEqual([]);
  expect(phrase('"twelve" in amount is not a number as this file writes them.')).toBe(
    'Sarakkeen amount arvo ”twelve” ei ole luku, niin kuin tämä tiedosto niitä kirjoittaa.',
  );
  expect(phrase('Something else.')).toBeUndefined();
});
