// What each screen keeps in the URL, read forgivingly: an address that a person edited never breaks a screen.
type Raw = Record<string, unknown>;

/** Plain `?name=value`: an address that a person can read and change. */
export function parseSearch(search: string): Raw {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Raw): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  return query.size > 0 ? `?${query}` : '';
}

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined;
const whole = (value: unknown) => {
  const n = Number(value);
  return value !== undefined && value !== null && value !== '' && Number.isInteger(n) ? n : undefined;
};
/** Only what is set stands in the address. */
const flag = (value: unknown) => (value === true || value === 'true' ? true : undefined);
function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((option) => option === value);
}

/** What is not in the URL need not be given in a link. */
function optional<T extends object>(read: (search: Raw) => T): (search: Raw) => Partial<T> {
  return (search) => {
    const found = read(search);
    const given = Object.entries(found).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given) as Partial<T>;
  };
}

export const taskStates = ['open', 'done', 'snoozed', 'skipped'] as const;
export const opportunityKinds = [
  'bought_a',
  'basket_left',
  'page_visited',
  'came_back',
  'expected_order',
  'more_than_usual',
  'new_prospect',
] as const;
export const reasonKinds = ['declining', 'late', 'lapsed', 'lost_line', 'due', 'pattern', ...opportunityKinds] as const;
export const customerStates = [
  'lapsed',
  'declining',
  'late',
  'lost_line',
  'due',
  'steady',
  'growing',
  'new',
  'once',
  'prospect',
] as const;
export const windows = ['open', 'bought', 'closed'] as const;

export const opportunityStates = ['open', 'accepted', 'dismissed', 'expired', 'withdrawn', 'all'] as const;
export const opportunitiesSearch = optional((s) => ({
  state: oneOf(s.state, opportunityStates),
  kind: oneOf(s.kind, opportunityKinds),
  owner: text(s.owner),
  rule: whole(s.rule),
  min_value: whole(s.min_value),
}));

export const todaySearch = optional((s) => ({
  kind: oneOf(s.kind, reasonKinds),
  owner: text(s.owner),
  state: oneOf(s.state, taskStates),
  scope: oneOf(s.scope, ['all']),
  task: text(s.task),
}));

export const customersSearch = optional((s) => ({
  q: text(s.q),
  sort: text(s.sort),
  order: oneOf(s.order, ['asc', 'desc']),
  state: oneOf(s.state, customerStates),
  owner: text(s.owner),
  segment: text(s.segment),
  min_value: whole(s.min_value),
  columns: text(s.columns),
}));

export const customerSearch = optional((s) => ({ kind: text(s.kind), level: whole(s.level) }));

export const patternsSearch = optional((s) => ({
  level: whole(s.level),
  window_days: whole(s.window_days),
  question: oneOf(s.question, ['first', 'again', 'any']),
  min_support: whole(s.min_support),
  channel: text(s.channel),
  q: text(s.q),
  a: text(s.a),
  b: text(s.b),
  below: flag(s.below),
  sort: text(s.sort),
  view: oneOf(s.view, ['table', 'flow']),
}));

export const patternSearch = optional((s) => ({ window: oneOf(s.window, windows) }));
export const entrySearch = optional((s) => ({ token: text(s.token) }));
