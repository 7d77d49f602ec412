// The kiosk: keys without a round trip, the field always ready for the scanner, and a fresh start when left alone.
// Without this file each key is a button that sends the form.
(() => {
  "use strict";

  const form = document.querySelector("[data-keypad]");
  if (!form) return;
  const field = form.querySelector("[name=code]");
  const LENGTH = Number(form.dataset.length);
  const IDLE_MS = 60000;
  let idle = 0;

  const ready = () => field.focus({ preventScroll: true });
  const wait = () => {
    window.clearTimeout(idle);
    idle = window.setTimeout(() => {
      if (field.value || document.documentElement.lang !== "nl") window.location.assign(form.dataset.start);
    }, IDLE_MS);
  };

  form.addEventListener("click", (event) => {
    const key = event.target.closest("[name=key]");
    if (!key) return;
    event.preventDefault();
    if (key.value === "back") field.value = field.value.slice(0, -1);
    else if (field.value.length < LENGTH) field.value += key.value;
    wait();
    // With a finger or the mouse the field stays ready; by keyboard the key keeps the focus.
    if (event.detail > 0) ready();
  });
  // A scanner types wherever the focus is: letters and digits always belong to the field.
  document.addEventListener("keydown", (event) => {
    wait();
    const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isText && document.activeElement !== field) ready();
  });
  document.addEventListener("pointerdown", wait);
  ready();
  wait();
})();
