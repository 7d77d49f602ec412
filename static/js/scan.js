// The scanner at the safe types faster than pages load: what it reads is sent one after the other, and the
// field is free at once. Without this file each scan loads the page anew, with the field ready.
(() => {
  "use strict";

  const KEPT_AS = "safe-sound";
  const TONES = { ok: [880, 0.09], calm: [660, 0.06], warn: [440, 0.3], error: [220, 0.45] };
  const form = document.querySelector("[data-scan-form]");
  if (!form) return;
  const field = form.querySelector("[name=scan]");
  const toggle = form.querySelector("[data-sound]");
  field.focus(); // a busy browser is late with autofocus, a scanner does not wait

  // --- sound, for who wants it ------------------------------------------------------------------------------
  let audio;
  const isLoud = () => window.localStorage.getItem(KEPT_AS) === "on";
  const mark = () => toggle.setAttribute("aria-pressed", String(isLoud()));
  toggle.hidden = false;
  mark();
  toggle.addEventListener("click", () => {
    window.localStorage.setItem(KEPT_AS, isLoud() ? "off" : "on");
    mark();
    sound("calm");
    field.focus();
  });
  const sound = (tone) => {
    if (!isLoud() || !TONES[tone]) return;
    audio ||= new window.AudioContext();
    const [pitch, seconds] = TONES[tone];
    const voice = audio.createOscillator();
    voice.frequency.value = pitch;
    voice.connect(audio.destination);
    voice.start();
    voice.stop(audio.currentTime + seconds);
  };

  // --- one after the other -----------------------------------------------------------------------------------
  let last = Promise.resolve();

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("[data-scan-form]")) return window.location.reload();
    document.title = page.title;
    page.querySelectorAll("[data-scan-part]").forEach((fresh) => {
      const part = document.querySelector(`[data-scan-part="${fresh.dataset.scanPart}"]`);
      if (part) part.innerHTML = fresh.innerHTML;
    });
    sound(document.querySelector("[data-tone]")?.dataset.tone);
    return undefined;
  };

  const send = async (body) => {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok || new URL(answer.url).pathname.endsWith("/login/")) return window.location.reload();
    const text = await answer.text();
    return show(text);
  };

  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (!field.value.trim()) return;
      const body = new FormData(form);
      field.value = "";
      field.focus();
      // A lost connection: the page is asked for anew, and says so itself.
      last = last.then(() => send(body)).catch(() => window.location.reload());
    },
    true,
  );

  // A scanner that fires while the focus is elsewhere still reaches the field.
  document.addEventListener("keydown", (event) => {
    const isField = event.target.closest?.("input, textarea, select, button, a, summary");
    if (isField || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    field.focus();
  });
})();
