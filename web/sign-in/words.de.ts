import type { InOtherWords } from '../words/shape.ts';
import type { words as english } from './words.en.ts';

export const words: InOtherWords<typeof english> = {
  title: 'Anmelden',
  product: 'dCMMS',
  purpose: 'Betrieb und Instandhaltung von Solar-, Wind- und Speicheranlagen',
  language: 'Sprache',
  email: 'E-Mail-Adresse',
  emailHelp: 'Sie melden sich bei Ihrer Organisation an; ein Passwort wird hier nicht abgefragt.',
  emailInvalid: 'Geben Sie Ihre dienstliche E-Mail-Adresse ein, zum Beispiel kim@example.com.',
  continue: 'Weiter',
  leaving: 'Weiter zur Anmeldung Ihrer Organisation …',
  signedOut: 'Sie sind abgemeldet. Schließen Sie an einem gemeinsam genutzten Rechner auch den Browser.',
  signedInAs: 'Sie sind angemeldet als {name} ({tenant}).',
  goOn: 'Weiter zur Konsole',
  returnTo: 'Nach der Anmeldung geht es dort weiter, wo Sie waren.',
  error: {
    unknown: {
      title: 'Keine Organisation verwendet diese E-Mail-Adresse',
      help: 'Prüfen Sie die Schreibweise. Stimmt sie, bitten Sie die Administration Ihrer Organisation, Ihr Konto anzulegen.',
      titleFor: 'Keine Organisation verwendet {email}',
    },
    refused: {
      title: 'Ihre Organisation kennt Sie, aber Sie haben hier keinen Zugang',
      help: 'Ihr Konto fehlt oder ist abgeschaltet. Bitten Sie die Administration Ihrer Organisation um Zugang und melden Sie sich erneut an.',
    },
    expired: {
      title: 'Die Anmeldung hat zu lange gedauert oder wurde in einem anderen Fenster begonnen',
      help: 'Es ist nichts verloren. Geben Sie Ihre E-Mail-Adresse ein, um neu zu beginnen.',
    },
    unavailable: {
      title: 'Die Anmeldung Ihrer Organisation antwortet nicht',
      help: 'Die Anlagen laufen weiter; nur das Anmelden ist betroffen. Versuchen Sie es in einer Minute erneut. Bleibt es so, rufen Sie Ihren IT-Service an.',
    },
    other: {
      title: 'Das Anmelden hat nicht geklappt',
      help: 'Versuchen Sie es erneut. Bleibt es so, nennen Sie der Administration Ihrer Organisation die Uhrzeit und dieses Wort: {error}.',
    },
  },
};
