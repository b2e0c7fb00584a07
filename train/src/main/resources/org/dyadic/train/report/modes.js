"use strict";
// One bell of weights becomes several modes: histograms of every layer, with a slider over epochs.

const MODES_HEIGHT = 168;
const MOST_OVERLAID = 4;
const FEW_LAYERS = 8;

/** States of a run that have histograms. */
function pictured(run) {
  return run.states.filter((state) => state.layers.some((layer) => layer.histogram));
}

function modesSection() {
  const run = view.detail;
  const states = run ? pictured(run) : [];
  if (states.length === 0) {
    return el("section", {id: "modes"}, el("h2", {}, "From one bell to modes"),
      el("p", {class: "note"}, "No run here has reported on its layers: they do so from the start of the method's phase on."));
  }
  const input = el("input", {type: "range", min: 0, max: states.length - 1, step: 1, "aria-label": "Epoch"});
  const output = el("output", {"aria-hidden": "true"});
  const play = el("button", {type: "button"}, "▶ Play");
  const slider = el("div", {class: "slider"}, states.length > 1 ? play : null, states.length > 1 ? input : null, output);
  const frame = figure({
    id: "weights",
    draw: (host) => drawLayers(host, run, states),
    data: () => histogramData(run, states),
    tableOf: () => shareData(run, states),
  });
  frame.setAttribute("aria-label", "Weight histograms by layer");
  const section = el("section", {id: "modes"},
    el("h2", {}, "From one bell to modes"),
    el("p", {class: "caption"},
      "The share of each layer's latent weights by value, in bins of D / 20, on a square-root axis. Colours are the modes that weights would be rounded to; ",
      "the thin outline is where the method began. The outermost bins also hold the weights beyond."),
    single() ? null : detailChoice(), slider, frame);
  section.show = () => showState(section, run, states, input, output);
  input.addEventListener("input", () => setEpoch(states[input.value].epoch + run.offset));
  play.addEventListener("click", () => togglePlay(play, input));
  return section;
}

function detailChoice() {
  return el("div", {class: "controls"},
    choice("Run", view.runs.filter((run) => pictured(run).length).map((run) => [run.name, run.name]), view.detail.name, setDetail));
}

/** The last state that is not later than the epoch of the slider. */
function stateAt(run, states) {
  return d3.max([0, d3.bisectRight(states.map((state) => state.epoch + run.offset), view.epoch) - 1]);
}

function showState(section, run, states, input, output) {
  const index = stateAt(run, states);
  const state = states[index];
  input.value = index;
  const at = state.epoch + run.offset;
  const text = index === 0 && run.floatEpochs > 0
    ? `after epoch ${at}: the float network` : `after epoch ${at} of ${lastEpoch()}`;
  input.setAttribute("aria-valuetext", text);
  output.textContent = text;
  section.querySelector(".plot").update?.(index);
}

let playing = null;

function togglePlay(button, input) {
  if (playing !== null) return stopPlaying(button);
  if (input.value === input.max) input.value = 0;
  const interval = Math.min(400, Math.max(60, 6000 / input.max));
  button.textContent = "❚❚ Pause";
  input.dispatchEvent(new Event("input"));
  playing = setInterval(() => {
    input.stepUp();
    input.dispatchEvent(new Event("input"));
    if (input.value === input.max) stopPlaying(button);
  }, interval);
}

function stopPlaying(button) {
  clearInterval(playing);
  playing = null;
  if (button) button.textContent = "▶ Play";
}

function drawLayers(host, run, states) {
  const names = states[0].layers.map((layer) => layer.name);
  const grid = el("div", {class: "layers"});
  host.append(grid);
  const all = view.allLayers || names.length <= FEW_LAYERS;
  const visible = all ? names : names.slice(0, FEW_LAYERS);
  const most = d3.max(states, (state) => d3.max(state.layers, (layer) =>
    layer.histogram ? d3.max(layer.histogram) / layer.weights : 0));
  const draws = visible.map((name) => layerChart(grid, run, states, name, most));
  if (!all) {
    host.append(el("p", {class: "controls"}, el("button", {type: "button", onclick: () => {
      view.allLayers = true;
      host.closest("figure").redraw();
      host.closest("section").show();
    }}, `Show all ${names.length} layers`)));
  }
  const outlines = el("div", {class: "key", "aria-hidden": "true"});
  host.append(outlines);
  host.update = (index) => {
    draws.forEach((draw) => draw(index));
    const others = overlaid(run);
    outlines.replaceChildren(...(others.length ? ["Coloured outlines: "] : []),
      ...others.map((other) => el("span", {}, swatch(other), other.name)));
  };
  host.update(stateAt(run, states));
}

/** One layer's histogram; returns what moves it to a state. */
function layerChart(grid, run, states, name, most) {
  const title = el("span", {class: "soft"});
  const box = el("div", {class: "layer"}, el("div", {}, el("h3", {}, name), title));
  grid.append(box);
  const width = box.clientWidth;
  const bottom = MODES_HEIGHT - 38;
  const svg = d3.select(box).append("svg").attr("width", width).attr("height", MODES_HEIGHT)
    .attr("viewBox", [0, 0, width, MODES_HEIGHT]).attr("role", "img");
  const y = d3.scaleSqrt([0, most], [bottom, 8]);
  for (const share of [0.01, 0.1, 0.3, 0.6].filter((value) => value <= most)) {
    svg.append("line").attr("class", "grid").attr("x1", 34).attr("x2", width).attr("y1", Math.round(y(share))).attr("y2", Math.round(y(share)));
    svg.append("text").attr("x", 28).attr("y", y(share)).attr("dy", ".33em").attr("text-anchor", "end").text(`${100 * share} %`);
  }
  const bars = svg.append("g");
  const first = svg.append("path").attr("class", "before");
  const others = svg.append("g");
  const marks = svg.append("g");
  svg.append("line").attr("class", "axis").attr("x1", 34).attr("x2", width).attr("y1", bottom + .5).attr("y2", bottom + .5);
  return (index) => {
    const state = states[index];
    const layer = state.layers.find((one) => one.name === name);
    const began = states[0].layers.find((one) => one.name === name);
    if (!layer?.histogram) return;
    const x = d3.scaleLinear(extent(layer), [34, width]);
    title.textContent = `D = ${layer.exponent === null ? short(layer.step) : power(2, -layer.exponent)} · ${count(layer.weights)} weights`;
    drawBars(bars, layer, x, y, bottom);
    first.attr("d", index === 0 ? "" : outline(began, x, y, bottom));
    drawOthers(others, run, name, x, y, bottom);
    drawMarks(marks, layer, x, bottom);
    svg.attr("aria-label", `${name}, ${layer.shares.map((share, i) => `${(100 * share).toFixed(0)} % at mode ${modeAt(layer, i) ?? i}`).join(", ")}`);
  };
}

/** From -(top + 1/2) to top + 1/2 steps. */
function extent(layer) {
  const half = steps(layer) / 2;
  return [-half, half];
}

/** How many steps a histogram spans: one a level, or one more for an even number of levels. */
function steps(layer) {
  return layer.shares.length % 2 === 1 ? layer.shares.length : layer.shares.length + 1;
}

/** The place of level i in steps; null if levels are not evenly spaced around 0. */
function modeAt(layer, i) {
  const levels = layer.shares.length;
  if (levels === 2) return 2 * i - 1;
  return levels % 2 === 1 ? i - (levels - 1) / 2 : null;
}

function modeColour(mode, top) {
  if (mode === 0) return "var(--zero)";
  const share = top === 1 ? 100 : Math.round(45 + 55 * Math.abs(mode) / top);
  return `color-mix(in oklab, var(${mode < 0 ? "--minus" : "--plus"}) ${share}%, var(--zero))`;
}

function drawBars(group, layer, x, y, bottom) {
  const bins = layer.histogram;
  const step = steps(layer) / bins.length;
  const [start] = extent(layer);
  const top = (steps(layer) - 1) / 2;
  const paths = new Map();
  bins.forEach((number, i) => {
    if (number === 0) return;
    const middle = start + (i + .5) * step;
    const mode = layer.shares.length === 2 ? Math.sign(middle) : Math.round(middle);
    const x0 = x(start + i * step);
    const x1 = x(start + (i + 1) * step);
    const gap = x1 - x0 > 4 ? .8 : 0;
    paths.set(mode, `${paths.get(mode) ?? ""}M${x0.toFixed(2)},${bottom}V${y(number / layer.weights).toFixed(2)}H${(x1 - gap).toFixed(2)}V${bottom}Z`);
  });
  group.selectAll("path").data([...paths], (entry) => entry[0]).join("path")
    .attr("d", (entry) => entry[1]).style("fill", (entry) => modeColour(entry[0], top));
}

function outline(layer, x, y, bottom) {
  if (!layer?.histogram) return "";
  const step = steps(layer) / layer.histogram.length;
  const [start] = extent(layer);
  let path = `M${x(start).toFixed(2)},${bottom}`;
  layer.histogram.forEach((number, i) => {
    path += `V${y(number / layer.weights).toFixed(2)}H${x(start + (i + 1) * step).toFixed(2)}`;
  });
  return path;
}

/** The other runs that have come as far as the slider, if they are few enough to be told apart. */
function overlaid(run) {
  const others = shownRuns().filter((other) =>
    other !== run && pictured(other).length && other.offset + pictured(other).at(-1).epoch >= view.epoch);
  return others.length < MOST_OVERLAID ? others : [];
}

/** Other runs' histograms of the same layer at the same epoch, as outlines in their colours. */
function drawOthers(group, run, name, x, y, bottom) {
  group.selectAll("path").data(overlaid(run)).join("path").attr("class", "other").style("stroke", (other) => other.colour)
    .attr("d", (other) => {
      const states = pictured(other);
      const layer = states[stateAt(other, states)].layers.find((one) => one.name === name);
      return layer ? outline(layer, x, y, bottom) : "";
    });
}

/** The modes below the axis, with their shares. */
function drawMarks(group, layer, x, bottom) {
  group.selectAll("*").remove();
  const top = (steps(layer) - 1) / 2;
  const every = Math.ceil(layer.shares.length * 44 / (x.range()[1] - x.range()[0]));
  layer.shares.forEach((share, i) => {
    const mode = modeAt(layer, i);
    if (mode === null || mode % every !== 0) return;
    const at = x(mode);
    group.append("line").attr("class", "axis").attr("x1", at).attr("x2", at).attr("y1", bottom).attr("y2", bottom + 5);
    group.append("text").attr("class", "name").attr("x", at).attr("y", bottom + 18).attr("text-anchor", "middle").text(modeName(mode));
    group.append("text").attr("x", at).attr("y", bottom + 33).attr("text-anchor", "middle")
      .style("fill", mode === 0 ? null : modeColour(mode, top)).text(`${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`);
  });
}

function modeName(mode) {
  if (mode === 0) return "0";
  return `${mode < 0 ? "−" : "+"}${Math.abs(mode) === 1 ? "" : Math.abs(mode)}D`;
}

function histogramData(run, states) {
  const rows = [];
  for (const state of states) {
    for (const layer of state.layers) {
      if (!layer.histogram) continue;
      const [start] = extent(layer);
      const step = steps(layer) / layer.histogram.length;
      layer.histogram.forEach((number, i) =>
        rows.push([run.name, state.epoch + run.offset, layer.name, layer.step, Number((start + i * step).toFixed(6)), number]));
    }
  }
  return {columns: ["run", "epoch", "layer", "step", "bin_from_steps", "weights"], rows};
}

/** The table of the epoch that the slider is at. */
function shareData(run, states) {
  const state = states[stateAt(run, states)];
  return {
    columns: ["layer", "weights", "step D", "distance to the modes", "shares of the modes, %"],
    rows: state.layers.map((layer) => [layer.name, layer.weights, layer.step, layer.distance,
      layer.shares.map((share) => (100 * share).toFixed(1)).join(" | ")]),
  };
}
