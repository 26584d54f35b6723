import { identify, isAlive, processesWithArguments, type ProcessIdentity } from '@dcmms/db/embedded/processes.ts';
import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';

/** A process of an installation, by the part that it is. */
export interface PartProcess {
  readonly part: string;
  readonly process: ProcessIdentity;
}

/** The processes of `ready.json`, told apart from later ones with the same pid; one that is gone is left out. */
export function partProcesses({ pids }: ReadyFile): PartProcess[] {
  return Object.entries(pids).flatMap(([part, pid]) => {
    const process = identify(pid);
    return process === null ? [] : [{ part, process }];
  });
}

/** What is left of these parts, by name. */
export function stillRunning(processes: readonly PartProcess[]): string[] {
  return processes.filter(({ process }) => isAlive(process)).map(({ part }) => part);
}

/** The processes that name the installation's folder in their command line, whoever started them. */
export async function processesOf(home: string): Promise<number[]> {
  const found = await processesWithArguments((args) => args.some((argument) => argument.includes(home)));
  return found.map(({ pid }) => pid);
}
