// Conditions of a channel, as the server reads them: here only a flat "all of these tests", which a person can say aloud.
export const fields = [
  'attribute',
  'owner',
  'orders',
  'sales',
  'days_since_last',
  'days_since_first',
  'bought',
] as const;
export type FieldName = (typeof fields)[number];
export const ops = ['is', 'contains', 'at_least', 'at_most', 'known'] as const;
export type OpName = (typeof ops)[number];

export interface Clause {
  field: FieldName;
  /** The attribute's name, where the field is an attribute. */
  attribute: string;
  op: OpName;
  value: string;
}

export const numeric: readonly FieldName[] = ['orders', 'sales', 'days_since_last', 'days_since_first'];

/** The ways a field can be tested. */
export function opsOf(field: FieldName): readonly OpName[] {
  if (numeric.includes(field)) return ['at_least', 'at_most', 'is'];
  if (field === 'bought') return ['is'];
  return field === 'owner' ? ['is', 'contains', 'known'] : ops;
}

export function isComplete(clause: Clause): boolean {
  if (clause.field === 'attribute' && !clause.attribute.trim()) return false;
  return clause.op === 'known' || clause.value.trim() !== '';
}

export function toChannel(clauses: Clause[]): string | undefined {
  const tests = clauses.filter(isComplete).map(({ field, attribute, op, value }) => ({
    test: {
      field: field === 'attribute' ? { attribute: attribute.trim() } : field,
      op,
      values: op === 'known' ? [] : [value.trim()],
    },
  }));
  return tests.length > 0 ? JSON.stringify({ all: tests }) : undefined;
}

function toClause(part: unknown): Clause | undefined {
  const test = (part as { test?: { field?: unknown; op?: unknown; values?: unknown } } | null)?.test;
  if (!test) return undefined;
  const named = test.field as { attribute?: unknown } | null;
  const attribute = typeof named === 'object' && typeof named?.attribute === 'string' ? named.attribute : '';
  const field = attribute ? 'attribute' : fields.find((one) => one === test.field);
  const op = ops.find((one) => one === test.op);
  if (!field || !op || !Array.isArray(test.values) || test.values.length > 1) return undefined;
  return { field, attribute, op, value: String(test.values[0] ?? '') };
}

/** The clauses of a channel; undefined when it is a condition this page cannot show as a flat list. */
export function fromChannel(channel: string | undefined): Clause[] | undefined {
  if (!channel) return [];
  try {
    const parts = (JSON.parse(channel) as { all?: unknown }).all;
    if (!Array.isArray(parts)) return undefined;
    const clauses = parts.map(toClause);
    return clauses.every((clause) => clause !== undefined) ? clauses : undefined;
  } catch {
    return undefined;
  }
}
