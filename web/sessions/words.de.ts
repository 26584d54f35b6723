import type { InOtherWords } from '../words/shape.ts';
import type { words as english } from './words.en.ts';

export const words: InOtherWords<typeof english> = {
  title: 'Ihre Anmeldungen',
  intro:
    'Jeder Browser, in dem Sie angemeldet sind. Beenden Sie, was Sie nicht kennen oder nicht mehr brauchen; dort Getipptes und nicht Gesendetes bleibt dort erhalten.',
  device: 'Gerät',
  deviceOn: '{browser} unter {system}',
  deviceUnknown: 'Unbekanntes Gerät',
  current: 'Dieser Browser',
  address: 'Adresse',
  addressUnknown: 'nicht bekannt',
  since: 'Angemeldet',
  lastActive: 'Zuletzt aktiv',
  activeAgo: 'aktiv vor {age}',
  ends: 'Endet',
  endsIdle: 'bei Nichtbenutzung, spätestens {at}',
  end: 'Beenden',
  endOf: 'Anmeldung von {device} beenden',
  signOut: 'Abmelden',
  endOthers: 'Alle anderen beenden',
  endOthersNone: 'Es gibt keine andere Anmeldung.',
  ended: '{device} ist abgemeldet',
  endedOthers: '{count, plural, one {# andere Anmeldung beendet} other {# andere Anmeldungen beendet}}',
  endFailed: 'Die Anmeldung ließ sich nicht beenden',
  endFailedHelp: 'Versuchen Sie es erneut; die Liste zeigt, was noch gilt.',
  loadFailed: 'die Liste Ihrer Anmeldungen',
  none: 'Keine Anmeldung bekannt',
  noneHelp: 'Sie sind mit einem Zugriffstoken hier, nicht mit der Anmeldung eines Browsers.',
};
