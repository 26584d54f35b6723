import { onLeave } from '../graph/session.ts';

/**
 * Lets the console's pages open without a network: registers the service worker, and has it keep these pages and every file of the
 * build. Does nothing in development, whose files change under it, and where the browser has no service workers.
 */
export async function keepApp(paths: readonly string[]): Promise<void> {
  const worker = await registered();
  worker?.postMessage({ keep: paths, files: true });
}

/** Registered on every page of the console, so that a page that was seen once can be seen again. */
export async function registered(): Promise<ServiceWorker | undefined> {
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return undefined;
  try {
    await navigator.serviceWorker.register('/service-worker.js', { scope: '/', updateViaCache: 'none' });
    return (await navigator.serviceWorker.ready).active ?? undefined;
  } catch {
    return undefined;
  }
}

onLeave(async () => {
  if ('serviceWorker' in navigator) (await navigator.serviceWorker.getRegistration())?.active?.postMessage({ forget: true });
});
