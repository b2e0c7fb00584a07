"use strict";
// Puts the page together, and again whenever something else is chosen or new data comes.

const SECTIONS = [
  ["summary", "Summary", summarySection], ["modes", "Modes", modesSection], ["error", "Error", errorSection],
  ["layers", "Layers", layerSection], ["schedule", "Schedule", scheduleSection], ["test", "Misread", testSection],
  ["bytes", "Bytes", bytesSection], ["filters", "Filters", filterSection], ["origin", "Origin", originSection],
];

let widthObserver = null;

/** Shows a report's data; called again with newer data it keeps what was chosen. */
function render(data) {
  takeData(data);
  stopPlaying(null);
  widthObserver?.disconnect();
  figures.length = 0;
  const page = document.getElementById("page");
  const sections = SECTIONS.map(([, , make]) => make());
  page.replaceChildren(...sections.slice(0, 1), ...(single() ? [] : [runChoice()]), ...sections.slice(1), foot());
  redraw();
  setEpoch(view.epoch);
  widthObserver = watchWidths();
}

/** Shows the weights after an epoch, and marks it in every chart. */
function setEpoch(epoch) {
  view.epoch = epoch;
  document.getElementById("modes").show?.();
  figures.forEach((frame) => frame.host.moveNow?.(epoch));
}

function setDetail(name) {
  view.detail = view.runs.find((run) => run.name === name);
  renderInPlace();
}

function setLayer(name) {
  view.layer = name || null;
  renderInPlace();
}

/** Renders, with focus, opened tables and the place on the page as they were. */
function renderInPlace(data = view.data) {
  const focused = document.activeElement?.closest("#page section");
  const anchor = (focused ?? sectionInView())?.id;
  const top = anchor ? document.getElementById(anchor).getBoundingClientRect().top : 0;
  const place = focused ? focusable(focused).indexOf(document.activeElement) : -1;
  const opened = figures.filter((frame) => frame.querySelector("details[open]")).map((frame) => frame.id);
  render(data);
  figures.filter((frame) => opened.includes(frame.id)).forEach((frame) => { frame.querySelector("details").open = true; });
  const section = anchor ? document.getElementById(anchor) : null;
  if (!section) return;
  if (place >= 0) focusable(section)[place]?.focus({preventScroll: true});
  window.scrollBy(0, section.getBoundingClientRect().top - top);
}

function focusable(section) {
  return [...section.querySelectorAll("a, button, input, select, summary, [tabindex]")];
}

/** The first section that reaches below the bar at the top. */
function sectionInView() {
  return window.scrollY === 0 ? null
    : [...document.querySelectorAll("#page section")].find((section) => section.getBoundingClientRect().bottom > 60);
}

/** Which runs the figures overlay. */
function runChoice() {
  const chips = view.groups.map((name) => {
    const run = view.runs.find((one) => one.group === name);
    const box = el("input", {type: "checkbox", checked: view.shown.has(name), onchange: (event) => {
      if (event.target.checked) view.shown.add(name);
      else view.shown.delete(name);
      redraw();
      setEpoch(view.epoch);
    }});
    return el("label", {}, box, swatch(run), name);
  });
  return el("div", {class: "controls"}, el("fieldset", {class: "chips"}, el("legend", {}, "Shown in the figures:"), ...chips));
}

function foot() {
  return el("footer", {}, `Made by Dyadic ${view.data.version}. Figures are drawn with D3 ${d3.version} (ISC licence, in this file).`);
}

/** The bar at the top: sections and theme. */
function topBar() {
  const links = SECTIONS.map(([id, title]) => el("a", {href: `#${id}`}, title));
  document.getElementById("top").replaceChildren(el("div", {class: "bar"},
    el("strong", {}, "Dyadic"), el("nav", {"aria-label": "Sections"}, ...links), themeButton()));
}

function themeButton() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const current = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const button = el("button", {type: "button", onclick: () => {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    name();
    redrawPaintings();
  }});
  const name = () => {
    const other = current() === "dark" ? "light" : "dark";
    button.textContent = other === "dark" ? "☾" : "☀";
    button.setAttribute("aria-label", `Use ${other} colours`);
    button.title = `Use ${other} colours`;
  };
  dark.addEventListener("change", () => {
    name();
    redrawPaintings();
  });
  name();
  return button;
}

/** Pixels do not follow the theme by themselves. */
function redrawPaintings() {
  figures.filter((frame) => frame.querySelector("canvas")).forEach((frame) => frame.redraw());
}

matchMedia("print").addEventListener("change", redrawPaintings);
topBar();
const given = JSON.parse(document.getElementById("data").textContent);
if (given) render(given);
document.documentElement.dataset.ready = performance.now().toFixed(0);
