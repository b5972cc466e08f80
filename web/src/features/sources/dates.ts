// How a file writes dates, shown by an example that cannot be read in two ways.
const parts: Record<string, string> = {
  Y: '2017',
  y: '17',
  m: '12',
  d: '31',
  e: '31',
  b: 'Dec',
  B: 'December',
  H: '23',
  I: '11',
  M: '59',
  S: '59',
  p: 'PM',
  f: '000',
  z: '+0000',
  Z: 'UTC',
  F: '2017-12-31',
  T: '23:59:59',
  a: 'Sun',
  A: 'Sunday',
};

/** The last moment of 2017 in this `strptime` form; the form itself where it holds something else. */
export function dateLike(format: string): string {
  const written = format.replace(/%-?([A-Za-z])/g, (whole, letter: string) => parts[letter] ?? whole);
  return written.includes('%') ? format : written;
}
