/** Why an embedded server could not be started; the launcher decides by it whether trying again makes sense. */
export type StartRefusal = 'ALREADY_RUNNING' | 'PORT_TAKEN' | 'MISSING' | 'WRONG_VERSION' | 'FAILED';

/** An embedded server could not be started. The message is one sentence for a person, and says what to do. */
export class StartRefused extends Error {
  readonly reason: StartRefusal;

  constructor(reason: StartRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartRefused';
    this.reason = reason;
  }
}
