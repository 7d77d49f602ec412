// One key for each act and each answer of the counter's page, and the scanner that types.
// A key counts only while no field has the focus, and the page can switch them off (WCAG 2.1.4).
(() => {
  "use strict";

  const KEPT_AS = "counter-keys";
  const BURST_MS = 90; // a scanner types faster than this, people do not
  const SCAN_MS = 300; // once it is a scanner, it may pause between two lines
  const SHORT = 3; // what comes in a burst and is longer was not typed by fingers
  const LINES_MIN = 60; // the shortest lines of a document hold 72
  const screen = document.querySelector("[data-screen]");
  const toggle = document.querySelector("[data-keys-switch]");
  if (!screen) return;

  // --- on or off --------------------------------------------------------------------------------------------
  const areOn = () => window.localStorage.getItem(KEPT_AS) !== "off";
  const mark = () => {
    document.documentElement.classList.toggle("ind-keys", areOn());
    toggle.setAttribute("aria-pressed", String(areOn()));
  };
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    window.localStorage.setItem(KEPT_AS, areOn() ? "off" : "on");
    mark();
  });
  mark();

  // --- rows ---------------------------------------------------------------------------------------------------
  const isShown = (one) => one.checkVisibility?.() ?? one.offsetParent !== null;
  const rows = () => [...screen.querySelectorAll("[data-row]")].filter(isShown);
  const here = () => document.activeElement?.closest("[data-row]");
  const person = () => document.activeElement?.closest("[data-person]");

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(here());
    const next = at < 0 ? all.find((row) => "open" in row.dataset) || all[0] : all[at + by];
    next?.focus();
  };

  const nextOpen = (row) => {
    const all = rows();
    const isOpen = (one) => one !== row && "open" in one.dataset && !one.hasAttribute("aria-busy");
    const later = all.slice(all.indexOf(row) + 1).find(isOpen);
    (later || all.find(isOpen))?.focus();
  };

  const answer = (digit) => {
    const row = here() || rows().find((one) => "open" in one.dataset);
    if (!row) return;
    const more = row.querySelector("details[open]");
    const option = [...(more || row).querySelectorAll("[data-digit]")].find(
      (one) => one.dataset.digit === digit && isShown(one) && (!more || one.localName !== "summary"),
    );
    if (!option) return;
    if (option.localName === "summary") {
      option.parentElement.open = true;
      option.parentElement.querySelector("button")?.focus();
      return;
    }
    option.click();
    if (row.id.endsWith("-outcome")) decided = row.id;
    else if (!("stay" in row.dataset)) nextOpen(row);
  };

  // After an outcome: the next appointment where one is offered, what is lacking where it was refused.
  let decided = "";
  screen.addEventListener("shown", () => {
    const row = decided && document.getElementById(decided);
    decided = "";
    if (!row) return;
    const followUp = row.closest("[data-person]").querySelector("[id$='-follow-up']");
    if (followUp) followUp.focus();
    else nextOpen(row);
  });

  const press = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const button = person()?.querySelector(wanted) || [...screen.querySelectorAll(wanted)].find(isShown);
    if (!button) return;
    button.click();
    if (button.localName === "summary") button.parentElement.querySelector("select, button")?.focus();
  };

  const close = () => {
    const open = document.activeElement?.closest("details[open]");
    if (!open) return;
    open.open = false;
    (open.closest("[data-row]") || open.querySelector("summary")).focus();
  };

  // --- the scanner --------------------------------------------------------------------------------------------
  // Its letters must not press keys, and they are for the person whose identity is open.
  const scanned = (text) => {
    const forms = [...screen.querySelectorAll("[data-scan]")];
    const form = person()?.querySelector("[data-scan]") || forms.find((one) => !isSettled(one)) || forms[0];
    if (!form || text.replace(/\s/g, "").length < LINES_MIN) return;
    const field = form.querySelector("[data-lines]");
    field.value = text;
    form.requestSubmit();
    field.value = "";
  };
  const isSettled = (form) => Boolean(form.closest("[data-person]")?.querySelector(".ind-identity .ind-row__found"));

  let burst = "";
  let timer = 0;
  const flush = () => {
    const text = burst;
    burst = "";
    if (text.length > SHORT) scanned(text);
    else if (areOn()) [...text].forEach((one) => (/\d/.test(one) ? answer(one) : press(one.toLowerCase())));
  };

  const isField = (one) => one.closest?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return;
    if (event.key.length === 1 && event.key !== " ") {
      burst += event.key;
      window.clearTimeout(timer);
      timer = window.setTimeout(flush, burst.length > SHORT ? SCAN_MS : BURST_MS);
      event.preventDefault();
    } else if (event.key === "Enter" && burst.length > SHORT) {
      burst += "\n";
      event.preventDefault();
    } else if (areOn() && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      close();
    }
  });

  // In the field itself: a scanner ends with Enter, which is a line end there; complete lines send themselves.
  screen.addEventListener("input", (event) => {
    if (!event.target.matches("[data-lines]")) return;
    const length = event.target.value.replace(/\s/g, "").length;
    const ends = event.target.value.endsWith("\n");
    if (length === 90 || (ends && (length === 88 || length === 72))) {
      event.target.form.requestSubmit();
      event.target.value = "";
    }
  });
})();
