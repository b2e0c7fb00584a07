"use strict";
// The page of a run that goes on: how it stands, its buttons, and the report again with every new document.

/**
 * What the page knows of the run.
 *   pending  a document that is not drawn yet
 *   drawnAt  when the last one was, and drawing, how long that took
 *   rest     so many times as long nothing is drawn afterwards
 */
const live = {pending: null, drawnAt: -Infinity, drawing: 0, rest: 20, state: "", source: null};

/** The panel above the report. */
function livePanel() {
  const bar = el("progress", {max: 1, value: 0, "aria-label": "Share of all epochs that is done"});
  const text = el("p", {class: "live-text"}, "Waiting for the first step.");
  const note = el("p", {class: "note", hidden: true});
  const pause = el("button", {type: "button", id: "pause", disabled: true, onclick: () => post(pause.dataset.action)}, "Pause");
  const stop = el("button", {type: "button", id: "stop", disabled: true, onclick: () => ask.showModal()}, "Stop and save");
  const ask = el("dialog", {"aria-label": "Stop the run?"},
    el("p", {}, "Stop this run? Everything is saved, and dyadic train --resume goes on with it."),
    el("div", {class: "controls"},
      el("button", {type: "button", id: "really", onclick: () => { ask.close(); post("stop"); }}, "Stop and save"),
      el("button", {type: "button", autofocus: true, onclick: () => ask.close()}, "Go on")));
  const panel = el("section", {id: "live", "aria-label": "The run as it goes on"}, bar,
    el("div", {class: "live-row"}, text, el("div", {class: "live-buttons"}, pause, stop)), note, ask);
  panel.update = (status) => {
    bar.value = status.share ?? 0;
    text.textContent = liveText(status);
    const resumes = status.state === "paused" || status.state === "pausing";
    pause.dataset.action = resumes ? "resume" : "pause";
    pause.textContent = resumes ? "Go on" : "Pause";
    const over = !["running", "pausing", "paused"].includes(status.state);
    pause.disabled = over;
    stop.disabled = over;
    say(note, status.problem);
  };
  panel.lost = () => {
    pause.disabled = true;
    stop.disabled = true;
    say(note, "There is no connection to the run: it has ended, or is about to answer again.");
  };
  return panel;
}

function say(note, text) {
  note.hidden = !text;
  note.textContent = text;
}

const LIVE_STATES = {
  starting: "Starting", running: "Running", pausing: "Pausing after this step", paused: "Paused", stopping: "Saving",
  finished: "Finished", stopped: "Stopped; everything is saved", failed: "Ended with an error; its terminal says which",
};

function liveText(status) {
  const parts = [LIVE_STATES[status.state]];
  if (status.phase) {
    parts.push(`${status.phase} epoch ${status.epoch + 1} of ${status.epochs}`, `step ${count(status.step)} of ${count(status.steps)}`,
      `loss ${status.loss.toFixed(4)}`);
    if (status.imagesPerSecond && status.state === "running") parts.push(`${short(status.imagesPerSecond)} images/s`);
    if (status.secondsLeft && ["running", "pausing", "paused"].includes(status.state)) parts.push(`${duration(status.secondsLeft)} left`);
  }
  if (status.message && !["finished", "stopped", "failed"].includes(status.state)) parts.push(status.message);
  return parts.join(" · ");
}

async function post(action) {
  try {
    await fetch(action, {method: "POST"});
  } catch {
    panel.lost();
  }
}

/** Draws the newest document, unless nobody looks, the weights play, or drawing took long a moment ago. */
function drawPending() {
  if (!live.pending || document.hidden || playing !== null) return;
  const start = performance.now();
  if (start - live.drawnAt < live.rest * live.drawing) return;
  const data = live.pending;
  live.pending = null;
  if (view.data) renderInPlace(data);
  else render(data);
  live.drawnAt = performance.now();
  live.drawing = live.drawnAt - start;
}

function takeStatus(status) {
  panel.update(status);
  if (status.state !== live.state) announce(LIVE_STATES[status.state]);
  live.state = status.state;
  const name = document.querySelector("h1")?.textContent ?? "";
  document.title = status.share === undefined ? document.title : `${Math.floor(100 * status.share)} % ${name} - Dyadic`;
  drawPending();
}

function listen() {
  live.source = new EventSource("events");
  live.source.addEventListener("status", (event) => takeStatus(JSON.parse(event.data)));
  live.source.addEventListener("document", (event) => {
    live.pending = JSON.parse(event.data);
    drawPending();
  });
  live.source.addEventListener("end", () => {
    live.source.close();
    live.drawing = 0;
    drawPending();
  });
  live.source.addEventListener("error", () => panel.lost());
}

document.addEventListener("visibilitychange", drawPending);
const panel = livePanel();
document.getElementById("page").before(el("div", {class: "live"}, panel));
listen();
