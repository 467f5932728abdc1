// The service worker of the published book: after one visit every page opens without a network.
// It holds the whole book in one cache, whose name is the book's version, so that a page never
// gets parts of two versions. Python in the browser (lite/) has a service worker of its own.
"use strict";
const { version, files } = /* written by tools/assemble.py */ {};
const PREFIX = "course-";
const NAME = `${PREFIX}${version}`;
const ROOT = new URL("./", self.location);
const wanted = new Map(files.map(([path, hash]) => [new URL(path, ROOT).href, hash]));
// A file is kept under its address and the hash of its content: what the next version has
// unchanged is taken from this one, and not fetched again over a poor line.
const key = (href) => `${href}?content=${wanted.get(href)}`;

async function held() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
}

async function fill() {
  const cache = await caches.open(NAME);
  const older = await Promise.all((await held()).map((name) => caches.open(name)));
  const keep = async (href) => {
    const request = key(href);
    if (await cache.match(request)) return;
    for (const one of older) {
      const same = await one.match(request);
      if (same) return cache.put(request, same);
    }
    const response = await fetch(href, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status}: ${href}`);
    return cache.put(request, response);
  };
  const left = [...wanted.keys()];
  const next = async () => {
    for (let href = left.shift(); href; href = left.shift()) await keep(href);
  };
  await Promise.all([next(), next(), next(), next()]); // a few at a time: the page's own requests come first
}

async function tell(message) {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  for (const page of pages) page.postMessage({ course: message });
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    fill().catch(async (fault) => {
      await caches.delete(NAME).catch(() => undefined); // half a book is no book
      await tell(fault.name === "QuotaExceededError" ? "full" : "refused");
      throw fault;
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      await Promise.all((await held()).map((name) => caches.delete(name)));
      await self.clients.claim();
      await tell("kept");
    })(),
  );
});

self.addEventListener("message", ({ data }) => {
  if (data?.course === "show the new version") self.skipWaiting();
});

const absent = () =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Not in the kept copy</title>
<body style="max-width:36rem;margin:3rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif">
<h1>This page is not in the kept copy</h1>
<p>There is no network now, and this address is no page of the book. <a href="${ROOT.href}index.html">Open the book</a></p>`,
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } },
  );

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(ROOT.href)) return;
  const path = url.href.slice(ROOT.href.length);
  if (/^(lite|downloads)\//.test(path)) return;
  url.search = url.hash = "";
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  const known = wanted.has(url.href);
  if (!known && request.mode !== "navigate") return;
  event.respondWith(
    (async () => {
      const copy = known && (await caches.match(key(url.href), { cacheName: NAME }).catch(() => undefined));
      return copy || fetch(request).catch((fault) => {
        if (request.mode === "navigate") return absent();
        throw fault;
      });
    })(),
  );
});
