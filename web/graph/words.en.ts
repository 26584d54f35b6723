export const words = {
  fault: 'The change was not confirmed',
  faultText: 'Look whether it was made, and try again.',
  faultWithNumber: 'Look whether it was made, and try again. Reference for support: {traceId}',
  forbidden: 'Not allowed',
  forbiddenText: 'Your roles do not allow this.',
  sessionEnded: 'Your session has ended',
  sessionEndedOf: '{name}, sign in again to go on. What you have typed stays on this page.',
  sessionEndedText: 'Sign in again to go on. What you have typed stays on this page.',
  signInAgain: 'Sign in again',
  unreachable: 'The server cannot be reached',
  unreachableText: 'Check the connection and try again.',
};
