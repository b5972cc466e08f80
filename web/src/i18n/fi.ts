// Finnish. The same keys as English; the type checker and a test hold them together.
import type { Translation } from './catalogue';
import type { en } from './en';
import { automations } from './fi/automations';
import { charts } from './fi/charts';
import { customers } from './fi/customers';
import { opportunities } from './fi/opportunities';
import { patterns } from './fi/patterns';
import { reasons } from './fi/reasons';
import { shell } from './fi/shell';
import { sources } from './fi/sources';
import { streams } from './fi/streams';
import { today } from './fi/today';

export const fi: Translation<typeof en> = {
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
};
