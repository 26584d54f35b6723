import { words as alarms } from '../alarms/words.de.ts';
import { words as assets } from '../assets/words.de.ts';
import { words as gateways } from '../gateways/words.de.ts';
import { words as graph } from '../graph/words.de.ts';
import { words as inventory } from '../inventory/words.de.ts';
import { words as myWork } from '../my-work/words.de.ts';
import { words as outbox } from '../outbox/words.de.ts';
import { words as overview } from '../overview/words.de.ts';
import { words as sessions } from '../sessions/words.de.ts';
import { words as shell } from '../shell/words.de.ts';
import { words as signIn } from '../sign-in/words.de.ts';
import { words as time } from '../time/words.de.ts';
import { words as trends } from '../trends/words.de.ts';
import { words as ui } from '../ui/words.de.ts';
import { words as wall } from '../wall/words.de.ts';
import { words as workOrders } from '../work-orders/words.de.ts';
import type { english } from './en.ts';
import { words as enums } from './enums.de.ts';
import type { InOtherWords } from './shape.ts';

/** German; loaded only when somebody has chosen it. */
export const german: InOtherWords<typeof english> = {
  alarms,
  assets,
  enums,
  gateways,
  graph,
  inventory,
  myWork,
  outbox,
  overview,
  sessions,
  shell,
  signIn,
  time,
  trends,
  ui,
  wall,
  workOrders,
};
