// Leads the planner's link, /oap/nl/#/cancel/<key>, to the page of the appointment. The key never leaves the browser
// before that, and the link itself is not kept in its history.
(() => {
  "use strict";

  const open = () => {
    const found = /^#\/cancel\/([0-9a-f]{32})\/?$/i.exec(window.location.hash);
    if (!found) return;
    const language = document.documentElement.lang;
    window.location.replace(`/${language}/appointment/${found[1].toLowerCase()}/`);
  };
  open();
  window.addEventListener("hashchange", open);
})();
