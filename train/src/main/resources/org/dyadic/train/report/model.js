"use strict";
// What a run ended in: summary, bytes, the first layer's filters, and where everything comes from.

const ERRORS = [["float_error", "float"], ["naive_error", "naive"], ["latent_error", "latent"],
  ["quantized_error", "quantized"], ["integer_error", "integers"]];

function summarySection() {
  const data = view.data;
  const parts = [];
  if (single()) parts.push(...summaryOfOne(view.runs[0]));
  else parts.push(runsFigure("Runs"));
  if (data.comparison) parts.unshift(comparisonFigure(data.comparison));
  return el("section", {id: "summary", class: "head"},
    el("p", {class: "overline"}, single() ? "Training run" : data.comparison ? "Comparison" : `${view.runs.length} training runs`),
    el("h1", {}, data.title), single() ? null : leadOfMany(), ...(data.notes ?? []).map((note) => el("p", {class: "note"}, note)), ...parts);
}

/** What all runs have in common; null where they differ. */
function common(field) {
  const values = new Set(view.runs.map((run) => run[field]));
  return values.size === 1 ? [...values][0] : null;
}

function leadOfMany() {
  const what = [common("model") ?? "several networks", "on", common("dataset") ?? "several data sets"].join(" ");
  return el("p", {class: "lead"}, `${what}: ${view.runs.length} runs, ${view.runs.filter((run) => run.finished).length} of them finished.`);
}

function summaryOfOne(run) {
  const result = run.result;
  const what = `${run.model} on ${run.dataset}: ${run.floatEpochs} ${run.floatEpochs === 1 ? "epoch" : "epochs"} in float, then ${run.methodEpochs} of ${run.method} at ${run.bits} bits; seed ${run.seed}.`;
  if (!result) {
    return [el("p", {class: "lead"}, what),
      el("p", {class: "note"}, `Not finished: ${run.floatEpochs + run.methodEpochs} of ${run.plannedEpochs} epochs are done.`)];
  }
  const packed = result.model_bytes > 0;
  const float = run.bytes?.weights ? 4 * run.bytes.weights : null;
  const tile = (title, value, small) => el("div", {}, el("dt", {}, title), el("dd", {}, value, el("small", {}, small)));
  return [
    el("p", {class: "lead"}, what),
    el("dl", {class: "tiles"},
      tile("Float network", percent(result.float_error), "test error"),
      tile(`Quantized, ${run.bits} bits`, percent(result.quantized_error), `test error; naive rounding ${percent(result.naive_error)}`),
      packed ? tile("Packed, in integers", percent(result.integer_error), "test error, 8-bit activations") : null,
      packed ? tile("Model file", bytes(result.model_bytes), `${result.bits_per_weight.toFixed(2)} bits a weight, all included`) : null,
      float && packed ? tile("Smaller than float", `${(float / result.model_bytes).toFixed(1)} ×`, `from ${bytes(float)}`) : null,
      tile("Training", duration(result.seconds), "both phases")),
    el("details", {class: "more"}, el("summary", {}, "All errors in one row"), runsFigure("")),
  ];
}

function runsFigure(title) {
  return figure({
    id: "runs", title, caption: "Errors on the test set, in percent.", isTable: true,
    draw: (host) => {
      const {columns, rows} = runsData(true);
      const same = columns.map((name) => (name === "data" && common("dataset")) || (name === "network" && common("model")));
      const keep = (cells) => cells.filter((_, i) => !same[i]);
      host.append(el("div", {class: "scroll"}, table(keep(columns).map((name) =>
        ({title: name, left: ["data", "network", "method"].includes(name)})), rows.map(keep), "Results of the runs")));
    },
    data: () => runsData(false),
  });
}

function runsData(people) {
  const columns = ["run", "data", "network", "method", "bits", "epochs", ...ERRORS.map(([, title]) => title),
    "bits a weight", "zeros, %", "bytes", people ? "training" : "seconds"];
  const number = (value, decimals) => (typeof value !== "number" ? (people ? "–" : "") : people ? value.toFixed(decimals) : value);
  const rows = view.runs.map((run) => {
    const result = run.result ?? {};
    return [run.name, run.dataset, run.model, run.method, run.bits, `${run.floatEpochs} + ${run.methodEpochs}`,
      ...ERRORS.map(([name]) => number(result[name], 2)), number(result.bits_per_weight, 3),
      number(result.sparsity === undefined ? undefined : 100 * result.sparsity, 1),
      people ? (result.model_bytes ? count(result.model_bytes) : "–") : result.model_bytes,
      people ? (run.result ? duration(result.seconds) : "not finished") : result.seconds];
  });
  return {columns, rows};
}

function comparisonFigure(rows) {
  const fields = [["error_mean", "error, %", 2], ["error_sd", "sd", 2], ["integer_error_mean", "in integers, %", 2],
    ["validation_error_mean", "validation, %", 2], ["gap_mean", "gap to float", 2], ["bits_per_weight", "bits a weight", 3],
    ["sparsity", "zeros, %", 1, 100], ["seconds", "training, s", 0]];
  const done = rows.filter((row) => row.seeds?.length > 0);
  const best = d3.min(done.filter((row) => row.bits < 32), (row) => row.error_mean);
  const data = (people) => ({
    columns: ["method", "bits", ...fields.map((field) => field[1]), "seeds"],
    rows: rows.map((row) => [row.method, row.bits, ...fields.map(([name, , decimals, factor = 1]) => {
      const value = row[name];
      if (typeof value !== "number") return people ? "–" : "";
      const text = people ? minus((value * factor).toFixed(decimals)) : value * factor;
      return people && name === "error_mean" && row.bits < 32 && value === best ? el("span", {class: "best"}, text) : text;
    }), row.seeds?.length ?? 0]),
  });
  return figure({
    id: "comparison", isTable: true, title: "Methods", caption: "Means over the seeds that are done; the least error of a quantized network is bold.",
    draw: (host) => {
      const {columns, rows: body} = data(true);
      host.append(el("div", {class: "scroll"}, table(columns, body, "Methods of the comparison")));
    },
    data: () => data(false),
  });
}

function bytesSection() {
  const run = view.detail?.bytes ? view.detail : view.runs[0];
  const section = el("section", {id: "bytes"}, el("h2", {}, "Where the bytes go"), single() ? null : el("p", {class: "caption"}, run.name));
  if (run.bytes.missing) {
    section.append(el("p", {class: "note"}, run.bytes.missing));
    return section;
  }
  const {layers, parts, file, weights} = run.bytes;
  const inLayers = d3.sum(layers, (layer) => layer.codes + layer.other);
  section.append(figure({
    id: "layer-bytes", isTable: true, caption: "Each layer's weights as 32-bit floats, and as they are packed, with multipliers and biases.",
    draw: (host) => host.append(el("div", {class: "scroll"}, bytesTable(layers, file, weights, inLayers))),
    data: () => ({
      columns: ["layer", "weights", "bits", "float_bytes", "code_bytes", "other_bytes"],
      rows: layers.map((layer) => [layer.name, layer.weights, layer.bits, layer.float, layer.codes, layer.other]),
    }),
  }), el("p", {class: "caption"}, "The file by part: " + parts.filter((part) => part.bytes > 0)
    .map((part) => `${part.title} ${count(part.bytes)}`).join(", ") + " bytes."));
  return section;
}

function bytesTable(layers, file, weights, inLayers) {
  const most = d3.max(layers, (layer) => layer.float);
  const bars = (float, packed) => {
    const bar = (value, colour) => {
      const one = el("i", {});
      one.style.width = `${100 * value / most}%`;
      one.style.background = colour;
      return one;
    };
    return el("div", {"aria-hidden": "true"}, bar(float, "var(--bar)"), bar(packed, "var(--c0)"));
  };
  const rows = layers.map((layer) => {
    const packed = layer.codes + layer.other;
    return [layer.name, count(layer.weights), count(layer.float), count(packed), `${(layer.float / packed).toFixed(1)} ×`, bars(layer.float, packed)];
  });
  if (file > inLayers) rows.push(["everything else", "", "", count(file - inLayers), "", ""]);
  const all = ["all", count(weights), count(4 * weights), count(file), `${(4 * weights / file).toFixed(1)} ×`, ""];
  all.className = "total";
  return table(["layer", "weights", "float, bytes", "packed, bytes", "smaller", {title: barKey(), class: "bars"}], [...rows, all], "Bytes by layer");
}

function barKey() {
  const mark = (colour) => {
    const one = el("span", {class: "swatch"});
    one.style.borderColor = colour;
    return one;
  };
  return el("span", {class: "key", "aria-hidden": "true"}, el("span", {}, mark("var(--bar)"), "float"), el("span", {}, mark("var(--c0)"), "packed"));
}

function filterSection() {
  const run = view.detail ?? view.runs[0];
  const section = el("section", {id: "filters"}, el("h2", {}, "What the first layer looks for"), single() ? null : el("p", {class: "caption"}, run.name));
  const filters = run.filters;
  if (filters.missing) {
    section.append(el("p", {class: "note"}, filters.missing));
    return section;
  }
  const size = filters.channels * filters.height * filters.width;
  const shown = filters.after.length / size;
  const sheet = (id, title, values) => figure({
    id, title, draw: (host) => drawFilters(host, filters, values, title),
    data: () => ({columns: ["filter", "channel", "row", "column", "weight"], rows: filterRows(filters, values)}),
  });
  section.append(el("p", {class: "caption"},
    `${shown < filters.count ? `The first ${shown} of ` : ""}${filters.count} filters of ${filters.layer}, ${filters.height} × ${filters.width}${filters.channels > 1 ? ` on ${filters.channels} channels` : ""}; D = ${short(filters.step)}.`),
    el("div", {class: "pair filters"},
      filters.before.length ? sheet("filters-float", "Float, before the method", filters.before) : null,
      sheet("filters-packed", `Packed, ${run.bits} bits`, filters.after)),
    filters.channels === 3 ? null : el("div", {class: "scale"}, "negative", el("i", {}), "positive"));
  return section;
}

function filterRows(filters, values) {
  const {channels, height, width} = filters;
  return values.map((value, i) => [Math.floor(i / (channels * height * width)), Math.floor(i / (height * width)) % channels,
    Math.floor(i / width) % height, i % width, value]);
}

/** Paints filters in rows. Three channels are a colour; others lie below one another. */
function drawFilters(host, filters, values, title) {
  const colour = filters.channels === 3;
  const {width} = filters;
  const height = colour ? filters.height : filters.height * filters.channels;
  const size = filters.channels * filters.height * width;
  const number = values.length / size;
  const columns = Math.min(number, Math.max(1, Math.min(Math.ceil(Math.sqrt(number * 2 * height / width)), Math.floor(host.clientWidth / (width + 1)))));
  const rows = Math.ceil(number / columns);
  const canvas = el("canvas", {width: columns * (width + 1) - 1, height: rows * (height + 1) - 1, role: "img", "aria-label": `${title}: ${number} filters`});
  const scale = Math.max(1, Math.min(14, Math.floor(host.clientWidth / canvas.width)));
  canvas.style.width = `${canvas.width * scale}px`;
  host.append(canvas);
  const context = canvas.getContext("2d");
  const most = d3.quantile(values.map(Math.abs), 0.995) || 1;
  const paint = painter(host);
  for (let i = 0; i < number; i++) {
    const left = i % columns * (width + 1);
    const top = Math.floor(i / columns) * (height + 1);
    for (let at = 0; at < (colour ? size / 3 : size); at++) {
      const value = (channel) => Math.max(-1, Math.min(1, values[i * size + channel * size / 3 + at] / most));
      context.fillStyle = colour
        ? `rgb(${[0, 1, 2].map((channel) => Math.round(127.5 + 127.5 * value(channel))).join(",")})`
        : paint(Math.max(-1, Math.min(1, values[i * size + at] / most)));
      context.fillRect(left + at % width, top + Math.floor(at / width), 1, 1);
    }
  }
}

/** From -1 .. 1 to a colour of the theme. */
function painter(host) {
  const probe = el("span", {});
  host.append(probe);
  const read = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const scale = d3.scaleLinear([-1, 0, 1], [read("--minus"), read("--blank"), read("--plus")]).interpolate(d3.interpolateLab);
  probe.remove();
  return scale;
}

function originSection() {
  const run = view.detail ?? view.runs[0];
  const list = el("div", {class: "origin"});
  const origin = run.provenance;
  addOrigin(list, "model", origin !== null && typeof origin === "object" ? origin : {origin: String(origin)});
  return el("section", {id: "origin"}, el("h2", {}, "Where it comes from"),
    el("p", {class: "caption"}, run.bytes.missing ? `The configuration of ${run.name}.` : `What the model file of ${run.name} says of itself.`), list);
}

/** A group of an object's plain values, then one for each object in it. */
function addOrigin(list, title, object) {
  const nested = ([, value]) => value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
  const entries = Object.entries(object);
  const plain = entries.filter((entry) => !nested(entry));
  if (plain.length > 0) {
    list.append(el("div", {}, el("h3", {}, title), el("dl", {}, ...plain.flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, originText(value))]))));
  }
  entries.filter(nested).forEach(([name, value]) => addOrigin(list, name, value));
}

function originText(value) {
  if (typeof value === "string") return value;
  const empty = value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return empty ? "–" : JSON.stringify(value);
}
