import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/**
 * The options of a command's line; `--help` prints how it is used and ends the process.
 *
 * @throws Error with what is wrong, and how it is used below.
 */
export function commandLine<Options extends ParseArgsOptionsConfig>(args: readonly string[], usage: string, options: Options) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ args: [...args], strict: true, options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}
