// A button that looks like words: shows what lies one click below, or leads back.
import type { ComponentProps } from 'react';
import css from './Disclose.module.css';

export function Disclose(props: Omit<ComponentProps<'button'>, 'className' | 'type'>) {
  return <button type="button" className={css.disclose} {...props} />;
}
