import { words as graph } from '../graph/words.en.ts';
import { words as outbox } from '../outbox/words.en.ts';
import { words as shell } from '../shell/words.en.ts';
import { words as time } from '../time/words.en.ts';
import { words as ui } from '../ui/words.en.ts';
import { words as enums } from './enums.en.ts';

/** What any page may say. A page's own words come with it: `page-words.tsx` in its folder. */
export const everywhere = { enums, graph, outbox, shell, time, ui };
