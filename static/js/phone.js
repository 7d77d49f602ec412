// The place in the line on a phone: who is called feels and hears it, where the phone allows that.
(() => {
  "use strict";

  const part = document.querySelector("[data-live]");
  const chime = document.querySelector("[data-chime]");
  const button = document.querySelector("[data-phone-sound]");
  if (!part) return;
  const title = document.title;
  const callOf = () => part.querySelector("[data-called]")?.dataset.called || "";
  let last = callOf();
  let isLoud = false;

  const show = () => {
    const called = part.querySelector("[data-called]");
    document.title = called ? `${called.dataset.title} - ${title}` : title;
  };
  const call = () => {
    if (navigator.vibrate && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate([400, 200, 400, 200, 400]);
    if (isLoud) chime.play().catch(() => undefined);
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      isLoud = !isLoud;
      button.setAttribute("aria-pressed", String(isLoud));
      if (isLoud) chime.play().catch(() => undefined);
    });
  }
  part.addEventListener("live:changed", () => {
    const now = callOf();
    if (now && now !== last) call();
    last = now;
    show();
  });
  show();
})();
