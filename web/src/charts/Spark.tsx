// Twelve small bars from zero: how something went, at the height of a table row.
export function Spark({ values, label }: { values: number[]; label: string }) {
  const width = 8;
  const height = 22;
  const top = Math.max(...values, 1e-9);
  return (
    <svg
      width={values.length * width}
      height={height}
      role="img"
      aria-label={label}
      style={{ verticalAlign: 'middle' }}
    >
      <title>{label}</title>
      {values.map((value, index) => {
        const tall = value > 0 ? Math.max(1.5, (value / top) * height) : 0;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the months never change places
            key={index}
            x={index * width + 1}
            y={height - tall}
            width={width - 2}
            height={tall}
            fill="var(--v-accent)"
          />
        );
      })}
      <line x1={0} x2={values.length * width} y1={height - 0.5} y2={height - 0.5} stroke="var(--v-line)" />
    </svg>
  );
}
