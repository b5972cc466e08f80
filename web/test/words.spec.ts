// The catalogues are complete in both languages and say the same parameters; small pure parts keep their promises.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fromChannel, toChannel } from '../src/features/patterns/condition';
import { forColumn, targetKey, targetOf } from '../src/features/sources/target';
import { type Entry, render } from '../src/i18n/catalogue';
import { en } from '../src/i18n/en';
import { fi } from '../src/i18n/fi';

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
