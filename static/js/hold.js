// Tells when the kept time is nearly over. Without this file the time of day and the button are simply there.
(() => {
  "use strict";

  const notice = document.querySelector("[data-hold-seconds]");
  if (!notice) return;
  const LATE_SECONDS = 180;
  const startedAt = performance.now();
  const more = document.querySelector("[data-hold-more]");
  const late = notice.querySelector("[data-hold-late]");
  const over = notice.querySelector("[data-hold-over]");
  if (more) more.hidden = true;

  // The server says how many seconds are left: the clock of this machine may be wrong.
  const secondsLeft = () => Number(notice.dataset.holdSeconds) - (performance.now() - startedAt) / 1000;

  const look = () => {
    const left = secondsLeft();
    const isLate = left <= LATE_SECONDS;
    if (more) more.hidden = !isLate;
    late.hidden = !isLate || left <= 0;
    over.hidden = left > 0;
    notice.classList.toggle("ind-hold--late", isLate);
    if (left > 0) window.setTimeout(look, Math.min(left, 5) * 1000 + 50);
  };
  look();
  document.addEventListener("visibilitychange", look);
})();
