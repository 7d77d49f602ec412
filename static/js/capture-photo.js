// The photo at the counter. Pictures live on a canvas until they are sent, once; nothing is stored in the browser.
(() => {
  "use strict";

  const page = document.querySelector("[data-photo]");
  const video = page && page.querySelector("[data-video]");
  if (!video) return;

  const still = page.querySelector("[data-still]");
  const guide = page.querySelector("[data-guide]");
  const status = page.querySelector("[data-status]");
  const found = page.querySelector("[data-found]");
  const again = page.querySelector("[data-again]");
  const file = page.querySelector("[data-file]");
  const proof = page.querySelector("[data-proof] input").value;
  const SHARE = { eyes: Number(page.dataset.eyesHeight), head: Number(page.dataset.headShare) };
  const EYE_DISTANCE = Number(page.dataset.eyeDistance); // share of the width of a well-cut picture
  const SHAPE = 35 / 45;
  const HEIGHT_MAX = 1062; // 45 mm at 600 dots per inch: more is not asked for
  const STEP = 2;
  const MARKS = ["eye_left", "eye_right", "crown", "chin"];
  let state = "starting"; // starting, live, marking, sending, measured
  let marks = []; // points on the still, in its pixels
  let active = 0;
  let wanted = 2; // how many marks: two eyes, or crown and chin as well

  const say = (word) => {
    const text = page.querySelector("[data-words]").content.querySelector(`[data-word=${word}]`);
    status.textContent = text.textContent;
    page.dataset.state = state;
  };

  const draw = (name, attributes) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => shape.setAttribute(key, value));
    guide.append(shape);
  };

  // The frame that a well-placed head fills, in the middle of the camera's picture.
  const frameIn = (width, height) => {
    const high = Math.min(height, width / SHAPE);
    return { x: (width - high * SHAPE) / 2, y: (height - high) / 2, width: high * SHAPE, height: high };
  };

  const drawFrame = (box, width, height) => {
    draw("path", {
      class: "shade",
      d: `M0 0H${width}V${height}H0ZM${box.x} ${box.y}V${box.y + box.height}H${box.x + box.width}V${box.y}Z`,
    });
    draw("rect", { class: "frame", x: box.x, y: box.y, width: box.width, height: box.height });
  };

  const drawGuide = (width, height) => {
    guide.replaceChildren();
    guide.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const box = frameIn(width, height);
    const eyes = box.y + box.height * SHARE.eyes;
    const head = box.height * SHARE.head;
    drawFrame(box, width, height);
    draw("ellipse", { class: "head", cx: width / 2, cy: eyes, rx: head * 0.38, ry: head / 2 });
    draw("line", { class: "eyes", x1: box.x, x2: box.x + box.width, y1: eyes, y2: eyes });
  };

  const drawMarks = () => {
    guide.replaceChildren();
    guide.setAttribute("viewBox", `0 0 ${still.width} ${still.height}`);
    marks.slice(0, active + 1).forEach((mark) => {
      ["mark", "mark-inner"].forEach((kind) =>
        draw("circle", { class: kind, cx: mark.x, cy: mark.y, r: still.height / 45 }),
      );
    });
  };

  const shape = (width, height) => {
    video.parentElement.style.aspectRatio = `${width} / ${height}`;
  };

  const live = () => {
    state = "live";
    still.hidden = true;
    video.hidden = false;
    again.hidden = true;
    shape(video.videoWidth, video.videoHeight);
    drawGuide(video.videoWidth, video.videoHeight);
    say("ready");
  };

  const start = async () => {
    say("starting");
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { width: { ideal: 1600 }, height: { ideal: 1200 } },
      });
      await video.play();
      live();
    } catch {
      state = "none";
      say("no_camera");
    }
  };

  // What was seen stands still: the marks begin where a well-placed face has its eyes.
  const freeze = (source, width, height) => {
    still.width = width;
    still.height = height;
    still.getContext("2d").drawImage(source, 0, 0, width, height);
    shape(width, height);
    const box = frameIn(width, height);
    const half = (box.width * EYE_DISTANCE) / 2;
    const eyes = box.y + box.height * SHARE.eyes;
    const head = box.height * SHARE.head;
    marks = [
      { x: width / 2 - half, y: eyes },
      { x: width / 2 + half, y: eyes },
      { x: width / 2, y: eyes - head / 2 },
      { x: width / 2, y: eyes + head / 2 },
    ];
    active = 0;
    wanted = 2;
    state = "marking";
    video.hidden = true;
    still.hidden = false;
    found.replaceChildren();
    again.hidden = false;
    drawMarks();
    say(MARKS[0]);
  };

  const confirmMark = () => {
    active += 1;
    if (active < wanted) {
      drawMarks();
      say(MARKS[active]);
      return;
    }
    active = wanted - 1;
    drawMarks();
    send();
  };

  // Cut to 35 x 45 around the eyes; where the camera's picture ends, the cut is moved, not the head.
  const cut = () => {
    const [left, right] = marks;
    const distance = Math.max(Math.hypot(right.x - left.x, right.y - left.y), 4);
    const high = Math.min(distance / EYE_DISTANCE / SHAPE, still.height, still.width / SHAPE);
    const wide = high * SHAPE;
    const within = (value, most) => Math.min(Math.max(value, 0), Math.max(most, 0));
    const x = within((left.x + right.x) / 2 - wide / 2, still.width - wide);
    const y = within((left.y + right.y) / 2 - high * SHARE.eyes, still.height - high);
    drawFrame({ x, y, width: wide, height: high }, still.width, still.height); // what is sent, and no more
    const canvas = document.createElement("canvas");
    canvas.height = Math.round(Math.min(high, HEIGHT_MAX));
    canvas.width = Math.round(canvas.height * SHAPE);
    canvas.getContext("2d").drawImage(still, x, y, wide, high, 0, 0, canvas.width, canvas.height);
    const share = (mark) => [(mark.x - x) / wide, (mark.y - y) / high];
    const heights = wanted === 4 ? [share(marks[2])[1], share(marks[3])[1]] : [];
    const shares = [...share(left), ...share(right), ...heights];
    return { canvas, header: shares.map((value) => within(value + 1, 2.9) - 1).map((value) => value.toFixed(4)).join(",") };
  };

  const send = async () => {
    state = "sending";
    say("sending");
    const { canvas, header } = cut();
    const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
    try {
      const answer = await fetch(page.dataset.here, {
        method: "POST",
        body: picture,
        cache: "no-store",
        headers: { "Content-Type": "image/jpeg", "X-CSRFToken": proof, "Capture-Marks": header },
      });
      if (!answer.ok && answer.status !== 409) throw new Error("refused");
      found.innerHTML = await answer.text();
      state = "measured";
      say(answer.ok ? "measured" : "failed");
      const accept = found.querySelector("[data-accept]");
      if (accept) accept.focus();
    } catch {
      state = "measured";
      say("failed");
    }
  };

  const take = () => {
    if (state === "live") freeze(video, video.videoWidth, video.videoHeight);
    else if (video.srcObject && state !== "sending") live();
  };

  const move = (key, far) => {
    const step = (far ? 10 : STEP) * (still.height / 600);
    const mark = marks[active];
    if (key === "ArrowLeft") mark.x -= step;
    if (key === "ArrowRight") mark.x += step;
    if (key === "ArrowUp") mark.y -= step;
    if (key === "ArrowDown") mark.y += step;
    drawMarks();
  };

  const moreMarks = () => {
    if (state !== "measured" || !marks.length) return;
    wanted = 4;
    active = 2;
    state = "marking";
    found.replaceChildren(); // its button had the focus, and Enter now belongs to the marks
    drawMarks();
    say(MARKS[2]);
  };

  still.addEventListener("click", (event) => {
    if (state !== "marking") return;
    const box = still.getBoundingClientRect();
    marks[active] = {
      x: ((event.clientX - box.left) / box.width) * still.width,
      y: ((event.clientY - box.top) / box.height) * still.height,
    };
    confirmMark();
  });

  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    try {
      const picture = await createImageBitmap(file.files[0]);
      freeze(picture, picture.width, picture.height);
    } catch {
      say("failed");
    }
    file.value = "";
  });

  page.querySelector("[data-take]").addEventListener("click", take);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=file]), select, textarea")) return;
    const isButton = event.target.closest("button, summary, a, input");
    if (event.key === " " && !(isButton && !event.target.closest("[data-accept]"))) take();
    else if (state === "marking" && event.key.startsWith("Arrow")) move(event.key, event.shiftKey);
    else if (state === "marking" && event.key === "Enter" && !isButton) confirmMark();
    else if (event.key === "k" || event.key === "K") moreMarks();
    else if (event.key === "f" || event.key === "F") file.click();
    else if ((event.key === "u" || event.key === "U") && found.querySelector("summary")) {
      found.querySelector("summary").click();
      found.querySelector("select").focus();
    } else return;
    event.preventDefault();
  });

  // Whoever leaves the page leaves nothing behind on it, not even in the browser's memory of pages.
  window.addEventListener("pagehide", () => {
    if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
    still.width = still.height = 1;
  });

  start();
})();
