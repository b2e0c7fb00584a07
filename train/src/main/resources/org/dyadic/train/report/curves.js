"use strict";
// What changes from epoch to epoch: errors, distances, mode changes, and the schedule behind them.

/** A line chart in its frame. spec.series() gives lineChart's series, each with cells for the data. */
function curves(spec) {
  return figure({
    ...spec,
    draw: (host) => lineChart(host, {...spec, label: spec.title, series: spec.series(), marks: spec.marks?.(), rules: spec.rules?.()}),
    data: () => seriesData(spec.head, spec.series(), spec.value),
  });
}

function monitorText() {
  const monitors = [...new Set(view.runs.map((run) => run.monitor).filter(Boolean))];
  return monitors.length ? `Measured after each epoch on ${monitors.map(monitorName).join(" or ")}` : "Measured after each epoch";
}

function monitorName(monitor) {
  return {"training sample": "a fixed sample of training images", validation: "the held-out tenth of the training images"}[monitor] ?? monitor;
}

function errorSection() {
  const charts = single() ? [errorsOfOne(view.runs[0])] : [
    errorsOfMany("error-quantized", "Error of the quantized weights", "quantized_error",
      `${monitorText()}; before the method begins, that of the float network (thin).`),
    errorsOfMany("error-latent", "Error of the latent weights", "latent_error",
      `${monitorText()}. Methods whose forward pass sees rounded weights have none.`),
  ];
  const loss = curves({
    id: "loss", title: "Training loss", type: "log", head: ["run"], value: "train_loss",
    caption: "Mean over the batches of an epoch, without the method's own term.",
    series: () => shownRuns().map((run) => ofRun(run, column(run, "train_loss"))),
  });
  return el("section", {id: "error"}, el("h2", {}, "Error"),
    el("div", {class: single() ? "pair" : "triple"}, ...charts, loss));
}

function ofRun(run, points, more = {}) {
  return {name: run.group, colour: run.colour, dash: run.dash, points, cells: [run.name], ...more};
}

function errorsOfOne(run) {
  const series = () => [
    {name: "latent weights", colour: "var(--c0)", points: column(run, "latent_error"), cells: ["latent"]},
    {name: `quantized, ${run.bits} bits`, colour: "var(--c1)", points: column(run, "quantized_error"), cells: ["quantized"]},
  ];
  const result = run.result ?? {};
  const last = run.floatEpochs + run.methodEpochs;
  const tested = [
    ["float, test", "float_error", run.floatEpochs, "var(--c0)"],
    ["naive rounding, test", "naive_error", run.floatEpochs, "var(--c1)"],
    ["latent, test", "latent_error", last, "var(--c0)"],
    ["quantized, test", "quantized_error", last, "var(--c1)"],
  ].filter(([, name]) => typeof result[name] === "number");
  const marks = () => tested.map(([name, field, x, colour]) => ({name, x, colour, y: result[field]}));
  return curves({
    id: "errors", title: "Latent and quantized weights", type: "log", unit: "error", suffix: " %",
    head: ["weights"], value: "error_percent",
    caption: `${monitorText()}.${tested.length ? " Circles: the test set." : ""}`,
    series, marks,
  });
}

function errorsOfMany(id, title, name, caption) {
  return curves({
    id, title, caption, type: "log", unit: "error", suffix: " %", head: ["run"], value: "error_percent",
    series: () => shownRuns().flatMap((run) => [
      ...(name === "quantized_error"
        ? [ofRun(run, column(run, "latent_error").filter((point) => point[2] === "float"), {thin: true})] : []),
      ofRun(run, column(run, name)),
    ]),
  });
}

/** Curves of each layer of one run, or of each run for a chosen layer. */
function layerSeries(value, ofAll) {
  if (single()) {
    const run = view.runs[0];
    const names = layerNames(run);
    const ramp = names.length > COLOURS;
    return names.map((name, i) => ({
      name, ramp, colour: layerColour(i, names.length), cells: [run.name, name], points: layerCurve(run, name, value),
    }));
  }
  return shownRuns().map((run) => ofRun(run, view.layer
    ? layerCurve(run, view.layer, value)
    : run.states.map((state) => [state.epoch + run.offset, ofAll(state, (layer) => value(layer, state))])
      .filter((point) => point[1] !== null && point[1] !== undefined), {cells: [run.name, view.layer ?? "all"]}));
}

function largest(state, value) {
  return d3.max(state.layers, value) ?? null;
}

/** The mean over all weights. */
function weighted(state, value) {
  const known = state.layers.filter((layer) => value(layer) !== null && value(layer) !== undefined);
  return known.length ? d3.sum(known, (layer) => value(layer) * layer.weights) / d3.sum(known, (layer) => layer.weights) : null;
}

function layerSection() {
  const many = !single();
  const changes = curves({
    id: "mode-changes", title: "Mode-change rate", type: "log", suffix: " %", unit: "weights that changed their mode",
    caption: "The share of weights whose mode differs from the epoch before.",
    head: ["run", "layer"], value: "changed_percent", rules: () => [], domain: methodDomain(),
    series: () => layerSeries((layer) => (layer.changes === null ? null : 100 * layer.changes), weighted),
  });
  const distance = curves({
    id: "distance", title: "Distance to the modes", type: "log", unit: "‖w − Q(w)‖ / ‖w‖",
    caption: many && !view.layer ? "Of the layer that is farthest from its modes." : "Relative to the size of the layer's weights.",
    head: ["run", "layer"], value: "relative_distance", rules: () => [], domain: methodDomain(),
    series: () => layerSeries((layer) => layer.distance, largest),
  });
  const any = view.runs.some((run) => run.states.length > 1);
  return el("section", {id: "layers"}, el("h2", {}, "How weights find their modes"),
    many ? layerChoice() : null,
    any ? el("div", {class: "pair"}, changes, distance)
      : el("p", {class: "note"}, "No run here has more than one report on its layers."),
    single() && layerNames(view.runs[0]).length > COLOURS ? rampKey() : null);
}

/** From where layers begin to report. */
function methodDomain() {
  const [first, last] = epochDomain();
  const begin = d3.min(view.runs.filter((run) => run.states.length), (run) => run.states[0].epoch + run.offset) ?? first;
  return [begin, Math.max(begin + 1, last)];
}

function layerChoice() {
  const names = [...new Set(view.runs.flatMap(layerNames))];
  return el("div", {class: "controls"}, choice("Layer", [["", "all together"], ...names.map((name) => [name, name])], view.layer ?? "", setLayer));
}

function rampKey() {
  const bar = el("i", {});
  bar.style.background = "linear-gradient(90deg, var(--first), var(--middle), var(--last))";
  return el("div", {class: "scale"}, "first layer", bar, "last layer");
}

function scheduleSection() {
  const runs = () => shownRuns();
  const charts = [
    curves({
      id: "lambda", title: "Regularization strength λ", type: "log", rules: () => [], domain: methodDomain(), head: ["run"], value: "lambda",
      caption: "What draws weights to their modes; it grows from epoch to epoch.",
      series: () => runs().map((run) => ofRun(run, column(run, "lambda"), single() ? {name: ""} : {})),
    }),
    curves({
      id: "learning-rate", title: "Learning rate", type: "linear", head: ["run"], value: "learning_rate",
      caption: "At the last step of each epoch.",
      series: () => runs().map((run) => ofRun(run, column(run, "learning_rate"), single() ? {name: ""} : {})),
    }),
    curves({
      id: "mode-width", title: "Width of the modes", type: "log", rules: () => [], domain: methodDomain(), unit: "σ in steps D", head: ["run", "layer"], value: "sigma_in_steps",
      caption: "The standard deviation of a mode that λ stands for, √(M / 2λ), M the layer's number of weights.",
      series: () => (single() ? layerSeries((layer) => layer.modeWidth, largest)
        : runs().map((run) => ofRun(run, run.states.map((state) => [state.epoch + run.offset, widest(state)])
          .filter((point) => point[1] !== null), {cells: [run.name, view.layer ?? "widest"]}))),
    }),
  ].filter((_, i) => i === 1 || view.runs.some((run) => run.epochs.lambda));
  return el("section", {id: "schedule"}, el("h2", {}, "Schedule"), el("div", {class: "triple"}, ...charts));
}

function widest(state) {
  const layers = view.layer ? state.layers.filter((layer) => layer.name === view.layer) : state.layers;
  return d3.max(layers, (layer) => layer.modeWidth) ?? null;
}
