// What a message is and how its parameters are known to the type checker.

/** A message that depends on the number `n`. */
export interface Plural {
  one: string;
  other: string;
}

export type Entry = string | Plural;

type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
export type ParamsOf<E extends Entry> = E extends string
  ? NamesIn<E>
  : E extends { one: infer One extends string; other: infer Other extends string }
    ? NamesIn<One> | NamesIn<Other> | 'n'
    : never;

/** The same keys with the same shapes, in another language. */
export type Translation<C extends Record<string, Entry>> = { [K in keyof C]: C[K] extends string ? string : Plural };

/** Puts parameters into a message; numbers are written in the reader's own format, plural forms follow `n`. */
export function render(
  entry: Entry,
  params: Record<string, string | number>,
  plural: (n: number) => string,
  write: (n: number) => string,
): string {
  const text = typeof entry === 'string' ? entry : plural(Number(params.n)) === 'one' ? entry.one : entry.other;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? write(value) : value;
  });
}
