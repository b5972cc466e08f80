// A small company, drawn with a fixed seed: 240 customers over two years, a planted pattern, planted substitutes,
// charges that follow one of them, planted decline, two bad rows.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const products = [
  ['P01', 'Charcoal 3 kg', 'Garden', 'Charcoal', 9, 5],
  ['P02', 'Lighter fluid 1 l', 'Garden', 'Lighter fluid', 5, 2],
  ['P03', 'Garden hose 20 m', 'Garden', 'Hoses', 29, 17],
  ['P04', 'Potting soil 40 l', 'Garden', 'Soil', 8, 4],
  ['P05', 'Screws 4 x 40, 200 pcs', 'Hardware', 'Screws', 7, 3],
  ['P06', 'Wood glue', 'Hardware', 'Glue', 6, 3],
  ['P07', 'Cordless drill', 'Tools', 'Drills', 129, 84],
  ['P08', 'Drill bits, set', 'Tools', 'Drill bits', 24, 12],
  ['P09', 'White paint 10 l', 'Paint', 'Paint', 64, 38],
  ['P10', 'Paint roller', 'Paint', 'Rollers', 11, 5],
  ['P11', 'Floor oil 1 l', 'Paint', 'Floor oil', 18, 9],
  ['P12', 'Floor wax 1 l', 'Paint', 'Floor wax', 17, 9],
  ['P13', 'Pallet deposit', 'Other', 'Deposits', 15, 15],
] as const;

const day = 86_400_000;
const first = Date.UTC(2024, 0, 1);
const last = Date.UTC(2025, 11, 31);
export const customers = 240;

/** Numerical Recipes' linear congruential generator: the same company every time. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const nameOf = (i: number) => `Builders ${String(i).padStart(3, '0')} Ltd`;

/** Half of the customers oil their floors and half wax them, once; one in ten does both. Oil comes on a pallet. */
function planted(customer: number, nth: number): number[] {
  const time = 2 + (Math.floor(customer / 2) % 16);
  const [own, other] = customer % 2 === 0 ? [10, 11] : [11, 10];
  if (nth === time) return [own];
  if (nth === time + 1 && own === 10 && customer % 10 < 8) return [12];
  return nth === time + 3 && customer % 20 < 2 ? [other] : [];
}

function drawSales(): string[] {
  const random = seeded(20_260_101);
  const lines: string[] = [];
  let order = 1000;
  for (let c = 0; c < customers; c++) {
    const gap = 8 + random() * 24;
    const stops = c % 8 === 3 ? last - (100 + random() * 60) * day : last;
    let fluidAt = Number.POSITIVE_INFINITY;
    let fluidDone = false;
    let nth = 0;
    for (let at = first + random() * gap * day; at < stops; at += gap * day * (0.5 + random())) {
      const basket = new Set<number>([2 + Math.floor(random() * 8)]);
      if (random() < 0.5) basket.add(2 + Math.floor(random() * 8));
      if (random() < 0.06) basket.add(0);
      if (random() < 0.03) basket.add(1);
      if (basket.has(0) && !fluidDone && random() < 0.8) fluidAt = at + (10 + random() * 50) * day;
      if (at >= fluidAt) {
        basket.add(1);
        fluidDone = true;
        fluidAt = Number.POSITIVE_INFINITY;
      }
      for (const index of planted(c, nth)) basket.add(index);
      nth += 1;
      order += 1;
      const date = new Date(at).toISOString().slice(0, 10);
      for (const index of basket) {
        const product = products[index];
        if (!product) continue;
        const quantity = 1 + Math.floor(random() * 4);
        lines.push(`A${order},${date},C${c + 1},${product[0]},${quantity},${(quantity * product[4]).toFixed(2)},EUR`);
        if (random() < 0.01) lines.push(`A${order},${date},C${c + 1},${product[0]},-1,${(-product[4]).toFixed(2)},EUR`);
      }
    }
  }
  // Whatever was drawn, history ends on the last day.
  lines.push(`A${order + 1},2025-12-31,C2,P05,1,7.00,EUR`);
  return lines;
}

export function writeCompany(folder: string): void {
  const sales = drawSales();
  sales.splice(10, 0, 'A1,2025-02-03,C1,P01,1,twelve,EUR');
  sales.splice(20, 0, 'A2,someday,C2,P02,1,5.00,EUR');
  const head = 'order_id,order_date,customer_id,product_id,quantity,amount,currency';
  writeFileSync(join(folder, 'sales.csv'), `${[head, ...sales].join('\n')}\n`);

  const people = Array.from({ length: customers }, (_, i) => {
    const n = i + 1;
    const owner = i % 2 === 0 ? 'Anna Virtanen' : 'Matti Laine';
    const phone = `+358 40 ${String(1_000_000 + n * 37)}`;
    return `C${n},${nameOf(n)},buyer${n}@example.com,${phone},${owner},${i % 3 === 0 ? 'Painting' : 'Building'}`;
  });
  const peopleHead = 'customer_id,customer_name,email,phone,owner,industry';
  writeFileSync(join(folder, 'customers.csv'), `${[peopleHead, ...people].join('\n')}\n`);

  const items = products.map(([id, name, department, category, price, cost]) =>
    [id, `"${name}"`, department, category, price.toFixed(2), cost.toFixed(2)].join(','),
  );
  const itemsHead = 'product_id,product_name,department,category,price,cost';
  writeFileSync(join(folder, 'products.csv'), `${[itemsHead, ...items].join('\n')}\n`);
}
