import type { words as english } from './words.en.ts';
import type { InOtherWords } from '../words/shape.ts';

export const words: InOtherWords<typeof english> = {};
