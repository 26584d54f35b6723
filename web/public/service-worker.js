/*
 * Keeps the console's own files in this browser, so that a technician's pages open without a network. It never touches what the
 * gateway answers (/graphql, /auth): rows that may be read offline are kept by the page, by person.
 */
const files = 'dcmms-files-1';
const pages = 'dcmms-pages-1';
const home = '/my-work';
const pageMsMax = 4_000;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== files && name !== pages) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/_next/static/')) event.respondWith(file(request));
  else if (request.mode === 'navigate' && isPage(url)) event.respondWith(page(event, url));
});

/** `{ keep: ['/my-work', …], files: true }`: pages that have to open offline, and all files of the build. `{ forget: true }` at sign-out. */
self.addEventListener('message', (event) => {
  const { keep, files: all, forget } = event.data ?? {};
  if (forget) event.waitUntil(caches.delete(pages));
  if (Array.isArray(keep)) event.waitUntil(Promise.all(keep.map((path) => keepPage(new URL(path, self.location.origin)))));
  if (all) event.waitUntil(keepFiles());
});

/** Files carry their hash in their name: what is here is right. */
async function file(request) {
  const cache = await caches.open(files);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** The network first; what was kept of this page when it is slow, away or broken. A page says nothing by itself: rows come later. */
async function page(event, url) {
  const cache = await caches.open(pages);
  const fresh = fetch(event.request);
  // Also when an older copy has been shown meanwhile.
  event.waitUntil(
    fresh.then(
      (response) => (isShell(response) ? cache.put(url.pathname, response.clone()) : undefined),
      () => undefined,
    ),
  );
  const kept = await cache.match(url.pathname);
  if (!kept) {
    // A page that this browser has never had cannot be shown; the technician's own can.
    return fresh.catch(async (error) => {
      if (await cache.match(home)) return Response.redirect(home);
      throw error;
    });
  }
  const late = new Promise((resolve) => setTimeout(resolve, pageMsMax));
  const response = await Promise.race([
    fresh.then(
      (answer) => answer.clone(),
      () => undefined,
    ),
    late,
  ]);
  return response && response.status < 500 ? response : kept;
}

async function keepPage(url) {
  if (!isPage(url)) return;
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  if (isShell(response)) await (await caches.open(pages)).put(url.pathname, response);
}

async function keepFiles() {
  const cache = await caches.open(files);
  const answer = await fetch('/offline-files', { cache: 'no-store' });
  if (!answer.ok) return;
  const { files: wanted } = await answer.json();
  if (wanted.length === 0) return;
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  for (const path of wanted) if (!kept.has(path)) await cache.add(path).catch(() => undefined);
  // Files of builds before this one, once everything of this one is here.
  for (const path of kept) if (!wanted.includes(path)) await cache.delete(path);
}

function isPage({ pathname }) {
  return !/^\/(graphql|auth|sign-in|health|offline-files|_next)(\/|$)/.test(pathname) && !/\.\w+$/.test(pathname);
}

function isShell(response) {
  return response.ok && !response.redirected && (response.headers.get('content-type') ?? '').includes('text/html');
}
