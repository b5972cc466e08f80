// English. Every word a person reads is here or in a file beside it.
import { automations } from './en/automations';
import { charts } from './en/charts';
import { customers } from './en/customers';
import { opportunities } from './en/opportunities';
import { patterns } from './en/patterns';
import { reasons } from './en/reasons';
import { shell } from './en/shell';
import { sources } from './en/sources';
import { streams } from './en/streams';
import { today } from './en/today';

export const en = {
  ...shell,
  ...today,
  ...reasons,
  ...customers,
  ...opportunities,
  ...patterns,
  ...sources,
  ...streams,
  ...charts,
  ...automations,
} as const;
