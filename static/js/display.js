// The display in the hall: a chime and, where the machine has a voice, a spoken call; and the clock.
(() => {
  "use strict";

  const part = document.querySelector("[data-live]");
  const chime = document.querySelector("[data-chime]");
  const clock = document.querySelector("[data-clock]");
  const WORDS = {
    nl: (ticket, counter) => `Nummer ${ticket}, balie ${counter}`,
    en: (ticket, counter) => `Number ${ticket}, counter ${counter}`,
  };
  const CHIME_MS = 1100;
  const known = new Set();
  let ahead = 0;

  // --- what was switched on or off stays so on this machine -----------------------------------------------
  const stored = (name) => window.localStorage.getItem(`hall.${name}`);
  const isOn = (name) => stored(name) === "on" || (name === "sound" && stored(name) === null);
  const paint = (button) => button.setAttribute("aria-pressed", String(isOn(button.dataset.switch)));
  const press = (button) => {
    const name = button.dataset.switch;
    window.localStorage.setItem(`hall.${name}`, isOn(name) ? "off" : "on");
    paint(button);
    button.classList.remove("ind-display__switch--blocked");
    if (name === "sound" && isOn(name)) ring();
    if (name === "voice" && isOn(name)) say("A1", "1");
  };
  const switches = document.querySelectorAll("[data-switch]");
  for (const button of switches) {
    button.addEventListener("click", () => press(button));
    paint(button);
  }
  const switchOf = (name) => document.querySelector(`[data-switch=${name}]`);
  switchOf("sound").hidden = false;

  // Browsers play no sound before somebody touched the page, unless the machine is told to (docs/hall.md).
  const ring = () => {
    if (!isOn("sound")) return;
    chime.currentTime = 0;
    chime.play().catch(() => switchOf("sound").classList.add("ind-display__switch--blocked"));
  };

  // --- the voice ------------------------------------------------------------------------------------------
  const voices = () => {
    const all = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
    return Object.keys(WORDS).flatMap((language) => all.filter((one) => one.lang.startsWith(language)).slice(0, 1));
  };
  const offer = () => { switchOf("voice").hidden = voices().length === 0; };
  offer();
  if (window.speechSynthesis) window.speechSynthesis.addEventListener("voiceschanged", offer);

  const say = (ticket, counter) => {
    if (!isOn("voice")) return;
    const spoken = `${ticket[0]} ${Number(ticket.slice(1))}`;
    for (const voice of voices()) {
      const words = new SpeechSynthesisUtterance(WORDS[voice.lang.slice(0, 2)](spoken, counter));
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = 0.9;
      window.speechSynthesis.speak(words);
    }
  };

  // --- calls ----------------------------------------------------------------------------------------------
  const note = () => {
    const fresh = [...part.querySelectorAll("[data-call]")].filter((one) => !known.has(one.dataset.call));
    fresh.forEach((one) => known.add(one.dataset.call));
    return fresh.filter((one) => one.dataset.counter);
  };
  note();
  part.addEventListener("live:changed", () => {
    const fresh = note().reverse();
    if (fresh.length === 0) return;
    document.body.dataset.rang = String(Number(document.body.dataset.rang || 0) + 1);
    ring();
    window.setTimeout(() => fresh.forEach((one) => say(one.dataset.ticket, one.dataset.counter)), CHIME_MS);
  });

  // --- the clock ------------------------------------------------------------------------------------------
  const show = () => {
    const moment = new Date(Date.now() + ahead);
    clock.textContent = moment.toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
  };
  part.addEventListener("live:time", (event) => { ahead = event.detail - Date.now(); });
  window.setInterval(show, 1000);
})();
