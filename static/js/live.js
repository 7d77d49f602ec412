// Keeps one part of a page as it is on the server: asks every two seconds, and gets an answer when it changed.
// Without a connection the last answer stays and the page says since when; it comes back by itself.
(() => {
  "use strict";

  const part = document.querySelector("[data-live]");
  if (!part || !window.fetch) return;
  const EVERY_MS = 2000;
  const HIDDEN_MS = 15000;
  const PATIENCE_MS = 8000;
  const RELOAD_MS = 10000;
  const lost = document.querySelector("[data-live-lost]");
  const language = document.documentElement.lang;
  let tag = part.dataset.liveTag || "";
  let lastHeard = Date.now();
  let timer = 0;
  let failures = 0;

  const tell = (name, detail) => part.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));

  const heard = (answer) => {
    failures = 0;
    lastHeard = Date.now();
    if (lost) lost.hidden = true;
    // The server knows what time it is; this machine may not.
    const date = Date.parse(answer.headers.get("Date") || "");
    if (date) tell("live:time", date);
  };

  const missed = () => {
    failures += 1;
    if (!lost || (failures < 2 && navigator.onLine !== false)) return;
    const since = new Date(lastHeard).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
    for (const place of lost.querySelectorAll("[data-live-since]")) place.textContent = since;
    lost.hidden = false;
  };

  // Who is in the middle of something keeps it: the part is replaced when they have left it.
  const isBusy = () => part !== document.activeElement && part.contains(document.activeElement);

  const show = async (answer) => {
    const text = await answer.text();
    if (isBusy()) return;
    part.innerHTML = text;
    tag = answer.headers.get("ETag") || "";
    tell("live:changed");
  };

  const ask = async () => {
    const control = new AbortController();
    const patience = window.setTimeout(() => control.abort(), PATIENCE_MS);
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(part.dataset.live, { headers, cache: "no-store", signal: control.signal });
      if (answer.status === 403 || answer.status === 404) {
        // Shut out, or the link was replaced: the whole page says what helps.
        window.setTimeout(() => window.location.reload(), RELOAD_MS);
        return false;
      }
      if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
      heard(answer);
      if (answer.status === 200) await show(answer);
    } catch {
      missed();
    } finally {
      window.clearTimeout(patience);
    }
    return true;
  };

  const look = async () => {
    window.clearTimeout(timer);
    const goesOn = await ask();
    const pause = document.hidden ? HIDDEN_MS : EVERY_MS;
    if (goesOn) timer = window.setTimeout(look, pause * (0.9 + Math.random() * 0.2));
  };

  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, 50);
  };
  timer = window.setTimeout(look, EVERY_MS * Math.random());
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  window.addEventListener("online", soon);
  window.addEventListener("offline", missed);
})();
