import { words as alarms } from '../alarms/words.en.ts';
import { words as assets } from '../assets/words.en.ts';
import { words as gateways } from '../gateways/words.en.ts';
import { words as graph } from '../graph/words.en.ts';
import { words as inventory } from '../inventory/words.en.ts';
import { words as myWork } from '../my-work/words.en.ts';
import { words as outbox } from '../outbox/words.en.ts';
import { words as overview } from '../overview/words.en.ts';
import { words as sessions } from '../sessions/words.en.ts';
import { words as shell } from '../shell/words.en.ts';
import { words as signIn } from '../sign-in/words.en.ts';
import { words as time } from '../time/words.en.ts';
import { words as trends } from '../trends/words.en.ts';
import { words as ui } from '../ui/words.en.ts';
import { words as wall } from '../wall/words.en.ts';
import { words as workOrders } from '../work-orders/words.en.ts';
import { words as enums } from './enums.en.ts';

/** English, which also says what keys there are. A folder's words stand under its name in camel case. */
export const english = {
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
