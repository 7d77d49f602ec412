// Fingerprints: asks the scanner's agent on this machine (docs/scanner.md), sends each print on once, keeps nothing.
(() => {
  "use strict";

  const page = document.querySelector("[data-fingers]");
  const canvas = page && page.querySelector("[data-print]");
  if (!canvas) return;

  const status = page.querySelector("[data-status]");
  const box = page.querySelector("[data-state]");
  const startButton = page.querySelector("[data-start]");
  const proof = page.querySelector("[data-proof] input").value;
  const agent = page.dataset.scanner;
  const FINGER_SECONDS = 15;
  const LOOK_SECONDS = 5;
  const PAUSE_MS = 1200; // time to lift the finger and lay down the next one
  let running = null; // the id of the capture, "" before it has one, null when none runs

  const words = page.querySelector("[data-words]").content;
  const say = (word) => {
    const text = words.querySelector(`[data-word=${CSS.escape(word)}]`) || words.querySelector("[data-word=failed]");
    status.textContent = text.textContent;
    page.dataset.said = word;
  };
  const ask = () => box.querySelector("[data-ask]");
  const pause = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

  const call = async (path, options) => {
    try {
      return await fetch(agent + path, { cache: "no-store", credentials: "omit", ...options });
    } catch {
      return null;
    }
  };

  const lookAtScanner = async () => {
    const answer = await call("/status");
    if (!answer || !answer.ok) return say("unreachable");
    const told = await answer.json();
    page.querySelector("[data-simulated]").hidden = !told.simulated;
    say(told.state);
  };

  const show = async (picture) => {
    const bitmap = await createImageBitmap(picture);
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
  };

  const wipe = () => canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);

  // Returns the finished capture, or null after saying why there is none.
  const captured = async (hand, finger) => {
    say("waiting");
    const asked = { hand, finger, timeout_seconds: FINGER_SECONDS };
    const headers = { "Content-Type": "application/json" };
    const begun = await call("/captures", { method: "POST", headers, body: JSON.stringify(asked) });
    if (!begun) return say("unreachable"), null;
    let capture = await begun.json();
    if (!begun.ok) return say(capture.error), null;
    running = capture.id;
    while (capture.state === "waiting") {
      const answer = await call(`/captures/${encodeURIComponent(capture.id)}?wait=${LOOK_SECONDS}`);
      if (!answer || !answer.ok) return say("unreachable"), null;
      capture = await answer.json();
    }
    if (capture.state === "done") return capture;
    say(capture.error);
    return null;
  };

  // Returns whether the site took it; then the page says what comes next.
  const sent = async (capture) => {
    const answer = await call(`/captures/${encodeURIComponent(capture.id)}/image`);
    if (!answer || !answer.ok) return say("unreachable"), false;
    const picture = await answer.blob();
    say("sending");
    await show(picture);
    const asked = `${capture.hand},${capture.finger},${capture.nfiq2}`;
    const headers = { "Content-Type": "image/png", "X-CSRFToken": proof, "Capture-Print": asked };
    try {
      const reply = await fetch(page.dataset.here, { method: "POST", body: picture, cache: "no-store", headers });
      if (!reply.ok && reply.status !== 409) throw new Error("refused");
      if (reply.ok) box.innerHTML = await reply.text();
      else status.textContent = new DOMParser().parseFromString(await reply.text(), "text/html").body.textContent.trim();
      return reply.ok;
    } catch {
      say("failed");
      return false;
    }
  };

  // One finger after the other until all is done, something is wrong, or somebody stops it.
  const run = async () => {
    if (running !== null || !ask().dataset.finger) return;
    running = "";
    let goesOn = true;
    while (goesOn && ask().dataset.finger) {
      wipe();
      const capture = await captured(ask().dataset.hand, ask().dataset.finger);
      goesOn = capture !== null && (await sent(capture));
      if (goesOn && ask().dataset.finger) await pause(PAUSE_MS);
    }
    running = null;
    startButton.hidden = !ask().dataset.finger;
    if (!goesOn) return;
    say("ready");
    const done = box.querySelector("[data-done]");
    if (done) done.focus();
  };

  const stop = () => running && call(`/captures/${encodeURIComponent(running)}`, { method: "DELETE" });

  const open = (selector) => {
    const details = box.querySelector(selector);
    if (!details) return;
    stop();
    details.open = true;
    details.querySelector("select").focus();
  };

  startButton.addEventListener("click", () => (running === null ? run() : stop()));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const isButton = event.target.closest("button, summary, a");
    if (event.key === " " && !isButton) running === null ? run() : stop();
    else if (event.key === "m" || event.key === "M") open("[data-impossible]");
    else if (event.key === "l" || event.key === "L") open("[data-decide]");
    else return;
    event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    stop();
    canvas.width = canvas.height = 1;
  });

  startButton.hidden = !ask().dataset.finger;
  lookAtScanner();
})();
