import type { words as english } from './words.en.ts';
import type { InOtherWords } from '../words/shape.ts';

export const words: InOtherWords<typeof english> = {
  fault: 'Die Änderung wurde nicht bestätigt',
  faultText: 'Prüfen Sie, ob sie übernommen wurde, und versuchen Sie es erneut.',
  faultWithNumber: 'Prüfen Sie, ob sie übernommen wurde, und versuchen Sie es erneut. Referenz für den Support: {traceId}',
  forbidden: 'Nicht erlaubt',
  forbiddenText: 'Ihre Rollen lassen das nicht zu.',
  outdated: 'Eine neuere Version der Konsole ist in Betrieb.',
  reload: 'Neu laden',
  sessionEnded: 'Ihre Sitzung ist abgelaufen',
  sessionEndedOf: '{name}, melden Sie sich erneut an, um weiterzuarbeiten. Ihre Eingaben bleiben auf dieser Seite erhalten.',
  sessionEndedText: 'Melden Sie sich erneut an, um weiterzuarbeiten. Ihre Eingaben bleiben auf dieser Seite erhalten.',
  signInAgain: 'Erneut anmelden',
  unreachable: 'Der Server ist nicht erreichbar',
  unreachableText: 'Prüfen Sie die Verbindung und versuchen Sie es erneut.',
};
