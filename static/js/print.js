// The ticket is sent to the printer as soon as its page is there.
window.addEventListener("load", () => window.print());
