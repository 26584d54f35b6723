import type { ChildProcess } from 'node:child_process';
import { identify, isAlive, signal, waitUntilGone, type ProcessIdentity, type ServerExit } from './processes.ts';

/** How often a server that is no child of ours is looked at; a child tells by itself. */
const lookEveryMs = 200;

/** Signals that end a server, mildest first, each with the time it gets before the next one is sent. */
export type Farewell = readonly { readonly signal: NodeJS.Signals; readonly patienceMs: number }[];

/** The watch over one server process, ours or one that an earlier supervisor left behind. */
export interface Supervision {
  readonly process: ProcessIdentity;
  /** Null while it runs. */
  exit(): ServerExit | null;
  /** Calls back once when the process ends, at once when it has ended already. */
  onExit(callback: (exit: ServerExit) => void): void;
  /** Ends the process and resolves when it is gone. Safe to call again. */
  stop(): Promise<void>;
}

/** Watches `server`: the child that was spawned, or the identity of a process that runs already. */
export function supervise(server: ChildProcess | ProcessIdentity, farewell: Farewell): Supervision {
  const identity = 'startTicks' in server ? server : childIdentity(server);
  const callbacks: ((exit: ServerExit) => void)[] = [];
  let exit: ServerExit | null = null;
  let stopping: Promise<void> | undefined;

  const conclude = (code: number | null, by: NodeJS.Signals | null): void => {
    if (exit !== null) return;
    exit = { code, signal: by, wanted: stopping !== undefined };
    for (const callback of callbacks) callback(exit);
  };

  if ('startTicks' in server) {
    const timer = setInterval(() => {
      if (isAlive(server)) return;
      clearInterval(timer);
      conclude(null, null);
    }, lookEveryMs);
    timer.unref();
  } else {
    server.once('exit', conclude);
    if (server.exitCode !== null || server.signalCode !== null) conclude(server.exitCode, server.signalCode);
  }

  const sayFarewell = async (): Promise<void> => {
    for (const step of farewell) {
      signal(identity, step.signal);
      if (await waitUntilGone(identity, step.patienceMs)) break;
    }
    // The child's own event comes a moment after the process is gone and tells more than we know here. Nothing else may keep
    // this process alive until then, hence the reference.
    if (exit === null && !('startTicks' in server)) {
      server.ref();
      await new Promise<void>((resolve) => server.once('exit', () => resolve()));
    }
    conclude(null, null);
  };

  return {
    process: identity,
    exit: () => exit,
    onExit: (callback) => {
      if (exit === null) callbacks.push(callback);
      else callback(exit);
    },
    stop: () => (stopping ??= exit === null ? sayFarewell() : Promise.resolve()),
  };
}

function childIdentity(child: ChildProcess): ProcessIdentity {
  if (child.pid === undefined) throw new Error('The server was not spawned.');
  // A child that is gone already has no start; an identity that matches nothing says so.
  return identify(child.pid) ?? { pid: child.pid, startTicks: 'gone' };
}
