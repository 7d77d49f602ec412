// Keeps parts of a page up to date, and sends what is pressed on the counter's page without leaving it.
// Without this file the pages work by loading anew.
(() => {
  "use strict";

  const TIMEOUT_MS = 8000;
  const lost = document.querySelector("[data-lost]");
  const announce = document.querySelector("[data-announce]");
  const screen = document.querySelector("[data-screen]");

  const ask = async (address, options = {}) => {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      const answer = await fetch(address, { ...options, signal: stop.signal });
      const text = answer.status === 304 ? "" : await answer.text();
      return { answer, text };
    } finally {
      window.clearTimeout(timer);
    }
  };
  // Logged out meanwhile: the whole page is asked for, and so the log-in shows.
  const isElsewhere = (answer) => new URL(answer.url).pathname.endsWith("/login/");

  const connected = (isUp, isUnsent = false) => {
    if (isUp) {
      lost.hidden = true;
      return;
    }
    if (lost.hidden) {
      const now = new Date();
      lost.querySelector("[data-lost-at]").textContent = now.toTimeString().slice(0, 5);
      lost.querySelector("[data-lost-unsent]").hidden = true;
    }
    if (isUnsent) lost.querySelector("[data-lost-unsent]").hidden = false;
    lost.hidden = false;
  };

  // --- what the page puts in place keeps the focus where it was ------------------------------------------
  const keepFocus = (region, change) => {
    const before = document.activeElement;
    const wasInside = region.contains(before);
    const ids = [];
    for (let one = before; one && one !== region; one = one.parentElement) if (one.id) ids.push(one.id);
    change();
    if (!wasInside || region.contains(document.activeElement)) return;
    const again = ids.map((id) => document.getElementById(id)).find((one) => one && region.contains(one));
    (again || region.querySelector("[data-focus]"))?.focus({ preventScroll: Boolean(again) });
  };

  const say = () => {
    const told = screen?.querySelector("[data-messages]")?.textContent.trim();
    if (told && announce) announce.textContent = told;
  };

  // --- live parts ------------------------------------------------------------------------------------------
  const tags = new WeakMap();

  const refresh = async (part) => {
    const headers = tags.has(part) ? { "If-None-Match": tags.get(part) } : {};
    try {
      const { answer, text } = await ask(part.dataset.live, { headers });
      connected(true);
      if (isElsewhere(answer)) return window.location.reload();
      if (answer.status !== 200 || !part.isConnected) return undefined;
      tags.set(part, answer.headers.get("ETag"));
      keepFocus(part, () => {
        part.innerHTML = text;
      });
      part.dispatchEvent(new CustomEvent("live", { bubbles: true }));
      if (screen) await look(part);
    } catch {
      connected(false);
    }
    return undefined;
  };

  const watch = (part) => {
    const wait = Number(part.dataset.liveSeconds) * 1000;
    const turn = async () => {
      if (!part.isConnected) return;
      if (!document.hidden) await refresh(part);
      window.setTimeout(turn, wait);
    };
    window.setTimeout(turn, wait);
  };

  // --- the counter's page ---------------------------------------------------------------------------------
  let waiting = 0;
  let last = Promise.resolve();

  const isTyping = () => [...screen.querySelectorAll("textarea, input[type=text]")].some((one) => one.value);

  // Somebody else moved this visit on, such as the lead: show it, unless a word is being typed.
  const look = async (part) => {
    const seen = screen.querySelector("[data-token]")?.dataset.token;
    const now = part.querySelector("[data-token-now]")?.dataset.tokenNow;
    if (!seen || !now || seen === now || waiting || isTyping()) return;
    const { answer, text } = await ask(window.location.href);
    if (answer.ok && !isElsewhere(answer)) show(text, answer.url);
  };

  const show = (text, address) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("[data-screen]");
    // Another page was meant, such as the camera's.
    if (!fresh) return window.location.assign(address);
    const visitBefore = screen.querySelector("[data-visit]")?.dataset.visit;
    keepFocus(screen, () => screen.replaceChildren(...fresh.childNodes));
    document.title = page.title;
    if (visitBefore !== screen.querySelector("[data-visit]")?.dataset.visit) {
      screen.querySelector("[data-focus]")?.focus();
    }
    say();
    timeUndo();
    screen.querySelectorAll("[data-live]").forEach(watch);
    screen.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
    return undefined;
  };

  const send = async (address, body) => {
    try {
      const { answer, text } = await ask(address, { method: "POST", body });
      connected(true);
      if (isElsewhere(answer) || !answer.ok) return window.location.reload();
      if (waiting === 1) show(text, answer.url);
    } catch {
      connected(false, true);
      screen.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
    }
    return undefined;
  };

  if (screen) {
    document.addEventListener(
      "submit",
      (event) => {
        const form = event.target;
        if (form.method !== "post" || !screen.contains(form)) return;
        event.preventDefault();
        event.stopPropagation();
        const body = new FormData(form);
        if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
        event.submitter?.closest("[data-row]")?.setAttribute("aria-busy", "true");
        waiting += 1;
        // One after the other: the server gets them in the order in which they were pressed.
        last = last.then(() => send(form.action, body)).finally(() => {
          waiting -= 1;
        });
      },
      true,
    );
  }

  // The offer to undo goes when its time is over; the server would refuse it anyway.
  const timeUndo = () => {
    document.querySelectorAll("[data-for-seconds]").forEach((one) => {
      window.setTimeout(() => {
        one.hidden = true;
      }, Number(one.dataset.forSeconds) * 1000);
    });
  };

  // --- find in the list of the day -------------------------------------------------------------------------
  const find = document.querySelector("[data-find]");
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    document.querySelectorAll("[data-find-in]").forEach((row) => {
      row.hidden = !row.dataset.findIn.includes(wanted);
    });
  };
  if (find) {
    document.querySelector("[data-find-box]").hidden = false;
    find.addEventListener("input", filter);
    document.addEventListener("live", filter);
  }

  document.querySelectorAll("[data-live]").forEach(watch);
  timeUndo();
})();
