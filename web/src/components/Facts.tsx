// Names and their values, one a line; what is not known is left out.
import css from './Facts.module.css';

export type Fact = readonly [name: string, value: string | undefined];

interface Props {
  facts: readonly Fact[];
  /** Beside each other where there is room. */
  columns?: boolean;
}

export function Facts({ facts, columns }: Props) {
  return (
    <dl className={css.facts} data-columns={columns || undefined}>
      {facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
