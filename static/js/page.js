// Small comforts. Every page works without this file.
(() => {
  "use strict";

  // Browsers that do not honour autofocus on a block: bring the error summary to who listens.
  const errors = document.querySelector(".ind-errors");
  if (errors && document.activeElement !== errors) errors.focus();

  // A second click on the same button sends nothing. The server would answer the same anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 5000);
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Printing needs a script: its button shows only where there is one.
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
