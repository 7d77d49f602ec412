// A signature drawn with a pen, a finger or the mouse becomes a short path of numbers. Whoever cannot draw
// signs on paper: that button is there without this file too.
(() => {
  "use strict";

  const POINTS_MAX = 1200;
  const STEP_MIN = 3; // pixels of the field between two points that are kept
  const form = document.querySelector("[data-sign]");
  if (!form) return;
  const pad = form.querySelector("canvas");
  const drawing = form.querySelector("[name=drawing]");
  const pen = pad.getContext("2d");
  const width = Number(form.dataset.width);
  const height = Number(form.dataset.height);
  let strokes = [];
  let points = 0;
  let current = null;

  form.querySelector("[data-sign-pad]").hidden = false;
  form.querySelector("[data-sign-drawn]").hidden = false;
  pen.lineWidth = 4;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = "#14242a";

  const at = (event) => {
    const box = pad.getBoundingClientRect();
    const inside = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    return [
      inside(((event.clientX - box.left) / box.width) * width, width),
      inside(((event.clientY - box.top) / box.height) * height, height),
    ];
  };

  const path = () =>
    strokes
      .filter((stroke) => stroke.length > 1)
      .map((stroke) => stroke.map(([x, y], number) => `${number ? "L" : "M"}${x} ${y}`).join(""))
      .join("");

  const draw = (from, to) => {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  };

  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    current = [at(event)];
    strokes.push(current);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!current || points >= POINTS_MAX) return;
    const before = current[current.length - 1];
    const now = at(event);
    if (Math.hypot(now[0] - before[0], now[1] - before[1]) < STEP_MIN) return;
    draw(before, now);
    current.push(now);
    points += 1;
  });
  const lift = () => {
    current = null;
    drawing.value = path();
  };
  pad.addEventListener("pointerup", lift);
  pad.addEventListener("pointercancel", lift);

  form.querySelector("[data-sign-clear]").addEventListener("click", () => {
    strokes = [];
    points = 0;
    drawing.value = "";
    pen.clearRect(0, 0, width, height);
  });

  form.addEventListener(
    "submit",
    (event) => {
      if (event.submitter?.value !== "drawn" || drawing.value) return;
      event.preventDefault();
      event.stopPropagation();
      const empty = form.querySelector("[data-sign-empty]");
      empty.textContent = empty.dataset.text;
    },
    true,
  );
})();
