export const words = {
  title: 'Sign in',
  product: 'dCMMS',
  purpose: 'Operations and maintenance of solar, wind and storage sites',
  language: 'Language',
  email: 'E-mail address',
  emailHelp: 'You sign in at your organisation; we ask for no password here.',
  emailInvalid: 'Enter your work e-mail address, such as kim@example.com.',
  continue: 'Continue',
  leaving: 'Going to your organisation’s sign-in …',
  signedOut: 'You are signed out. On a shared computer, close the browser as well.',
  signedInAs: 'You are signed in as {name} ({tenant}).',
  goOn: 'Go on to the console',
  returnTo: 'After signing in you go on where you were.',
  error: {
    unknown: {
      title: 'No organisation uses this e-mail address',
      help: 'Check the spelling. If it is right, ask the administrator of your organisation to have your account added.',
      titleFor: 'No organisation uses {email}',
    },
    refused: {
      title: 'Your organisation knows you, but you have no access here',
      help: 'Your account is missing or switched off. Ask the administrator of your organisation for access, then sign in again.',
    },
    expired: {
      title: 'The sign-in took too long or was begun in another window',
      help: 'Nothing is lost. Enter your e-mail address to start again.',
    },
    unavailable: {
      title: 'Your organisation’s sign-in does not answer',
      help: 'The plants run on; only signing in is affected. Try again in a minute. If it stays so, call your IT service desk.',
    },
    other: {
      title: 'Signing in did not work',
      help: 'Try again. If it stays so, tell the administrator of your organisation the time and this word: {error}.',
    },
  },
};
