import { Installation } from '../installation/installation.ts';

/**
 * Lends a benchmark a whole installation with the demo fleet, which is gone afterwards, however the benchmark ends.
 *
 * @param args Options of `npm start`.
 */
export async function withInstallation<Result>(
  args: readonly string[],
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const installation = await Installation.create(args);
  let removed: Promise<void> | undefined;
  const remove = () => (removed ??= installation.remove());
  const giveUp = () => void remove().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, giveUp);
  try {
    return await work(installation);
  } finally {
    await remove();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, giveUp);
  }
}
