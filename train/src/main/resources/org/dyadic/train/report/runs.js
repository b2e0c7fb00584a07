"use strict";
// The runs as the figures see them: on one axis of epochs, each with its colour.

const COLOURS = 7;
const DASHES = [null, "6 4", "2 4", "9 3 2 3"];

/**
 * What the page knows and what is chosen on it.
 *   runs     of the data, with colour, dash and offset
 *   shown    the groups that overlay figures show
 *   detail   the run of figures that show one run
 *   layer    the layer of figures that overlay runs; null for all
 *   epoch    of the slider
 *   allLayers  whether the weights of all layers are shown
 */
const view = {data: null, runs: [], groups: [], shown: new Set(), detail: null, layer: null, epoch: 0, allLayers: false};

/** Takes a report's data; what was chosen before stays chosen where it still exists. */
function takeData(data) {
  const detail = view.detail?.name;
  const known = new Set(view.groups);
  const atEnd = !view.data || view.epoch >= lastEpoch();
  view.data = data;
  const most = d3.max(data.runs, (run) => run.floatEpochs) ?? 0;
  view.groups = [...new Set(data.runs.map((run) => group(data, run)))];
  view.runs = data.runs.map((run) => {
    const place = view.groups.indexOf(group(data, run));
    return {
      ...run,
      group: group(data, run),
      colour: `var(--c${place % COLOURS})`,
      dash: DASHES[Math.floor(place / COLOURS) % DASHES.length],
      offset: most - run.floatEpochs,
    };
  });
  view.groups.filter((name) => !known.has(name)).forEach((name) => view.shown.add(name));
  view.detail = view.runs.find((run) => run.name === detail)
    ?? view.runs.find((run) => run.states.length > 1 && run.method.startsWith("sgm"))
    ?? view.runs.find((run) => run.states.length > 1) ?? view.runs[0];
  if (atEnd) view.epoch = lastEpoch();
}

/** Runs of a comparison that differ in their seed only share a colour. */
function group(data, run) {
  return data.comparison ? run.name.replace(/-\d+$/, "") : run.name;
}

function single() {
  return view.runs.length === 1;
}

function shownRuns() {
  return view.runs.filter((run) => view.shown.has(run.group));
}

function lastEpoch() {
  return d3.max(view.runs, (run) => run.offset + run.floatEpochs + run.methodEpochs) ?? 0;
}

/** The first epoch is 1; runs without an epoch have a state at 0. */
function epochDomain() {
  const first = d3.min(view.runs, (run) => run.offset) ?? 0;
  return [first, Math.max(first + 1, lastEpoch())];
}

/** [epoch, value] of a column of a run's epochs, without the gaps. */
function column(run, name, factor = 1) {
  const values = run.epochs[name];
  if (!values) return [];
  return run.epochs.epoch.map((epoch, i) => [epoch + run.offset, values[i], run.epochs.phase[i]])
    .filter((point) => point[1] !== null)
    .map(([epoch, value, phase]) => [epoch, value * factor, phase]);
}

/** Where quantization begins; null if there was no float phase. */
function border() {
  const at = d3.max(view.runs, (run) => run.floatEpochs) ?? 0;
  const methods = new Set(view.runs.filter((run) => run.methodEpochs > 0).map((run) => run.method));
  if (at === 0 || methods.size === 0) return [];
  return [{x: at, label: methods.size === 1 ? `${[...methods][0]} begins` : "methods begin"}];
}

function layerNames(run) {
  return run.states.length ? run.states[0].layers.map((layer) => layer.name) : [];
}

/** [epoch, value] of a layer, where value(layer, state) is not null. */
function layerCurve(run, name, value) {
  return run.states.map((state) => {
    const layer = state.layers.find((one) => one.name === name);
    return [state.epoch + run.offset, layer ? value(layer, state) : null];
  }).filter((point) => point[1] !== null && point[1] !== undefined);
}

/** The colour of a layer among its run's: names for few, a ramp from input to output for many. */
function layerColour(index, layers) {
  if (layers <= COLOURS) return `var(--c${index})`;
  const share = Math.round(200 * index / (layers - 1));
  return share <= 100 ? `color-mix(in oklab, var(--middle) ${share}%, var(--first))`
    : `color-mix(in oklab, var(--last) ${share - 100}%, var(--middle))`;
}
