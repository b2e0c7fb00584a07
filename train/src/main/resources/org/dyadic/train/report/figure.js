"use strict";
// The frame of a figure: title, caption, drawing, the data as a file and as a table.

const figures = [];

/**
 * A figure.
 *   spec.id       of the element, and the name of its data file
 *   spec.title, spec.caption
 *   spec.draw(host)   draws into an empty element
 *   spec.data()       {columns: [...], rows: [[...], ...]}, the numbers of the figure
 *   spec.tableOf()    the same for the table where the file has much more
 *   spec.isTable      whether the drawing is a table already
 */
function figure(spec) {
  const host = el("div", {class: "plot"});
  const link = el("a", {href: "#", download: `${spec.id}.csv`, onclick: (event) => offer(event.currentTarget, spec.data())},
    "Download the data");
  const tall = el("div", {class: "scroll tall", tabindex: 0, role: "region", "aria-label": `${spec.title}: table`});
  const details = el("details", {ontoggle: () => fill()}, el("summary", {}, "Show as a table"), tall);
  const fill = () => {
    if (!details.open) return;
    const {columns, rows} = (spec.tableOf ?? spec.data)();
    tall.replaceChildren(table(columns, rows.map((row) => row.map((cell) =>
      typeof cell === "number" ? minus(Number(cell.toPrecision(6))) : cell)), spec.title));
  };
  const frame = el("figure", {id: spec.id, "aria-label": spec.title},
    spec.title ? el("h3", {}, spec.title) : null,
    spec.caption ? el("p", {class: "caption"}, spec.caption) : null,
    host, el("div", {class: "below"}, link, spec.isTable ? null : details));
  frame.redraw = () => {
    host.replaceChildren();
    spec.draw(host);
    fill();
  };
  frame.host = host;
  frame.csv = () => csv(spec.data());
  figures.push(frame);
  return frame;
}

/** Points a link at its data, just before the browser follows it. */
function offer(link, data) {
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([csv(data)], {type: "text/csv"}));
}

function csv({columns, rows}) {
  return [columns, ...rows].map((row) => row.map(csvCell).join(",") + "\n").join("");
}

function csvCell(cell) {
  const text = cell === null || cell === undefined ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function redraw() {
  figures.forEach((frame) => frame.redraw());
}

/** Draws again what has another width now. */
function watchWidths() {
  const widths = new WeakMap();
  const observer = new ResizeObserver((entries) => {
    for (const {target} of entries) {
      const before = widths.get(target);
      widths.set(target, target.clientWidth);
      if (before !== undefined && before !== target.clientWidth) target.closest("figure").redraw();
    }
  });
  figures.forEach((frame) => {
    widths.set(frame.host, frame.host.clientWidth);
    observer.observe(frame.host);
  });
  return observer;
}

/** The rows of a line chart's data: one a point. */
function seriesData(first, series, value) {
  return {
    columns: [...first, "epoch", value],
    rows: series.flatMap((one) => one.points.map((point) => [...one.cells, point[0], point[1]])),
  };
}

/** A choice among names. */
function choice(title, names, chosen, change) {
  const options = names.map(([value, text]) =>
    el("option", {value, selected: value === chosen}, text));
  return el("label", {}, title, el("select", {onchange: (event) => change(event.target.value)}, ...options));
}
