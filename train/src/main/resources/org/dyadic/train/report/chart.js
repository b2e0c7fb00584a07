"use strict";
// Line charts over epochs, with direct labels, a cursor for pointer and keyboard, and a zero on log axes.

const CHARACTER = 6.7; // mean width of a character at 12 px
const ZERO_GAP = 16; // between the last decade of a log axis and its zero

/** Powers of ten for an axis: written out if all of them stay short, else all as powers. */
function decadeText(exponents, suffix) {
  const plain = exponents.every((exponent) => exponent >= -4 && exponent <= 5);
  return (value) => (plain ? d3.format(",~r")(value) : power(10, Math.round(Math.log10(value)))) + suffix;
}

/**
 * A vertical scale. "log" puts zeros on a line of their own below the smallest decade.
 * Returns {at(value), ticks: [[value, text]]}.
 */
function verticalScale(type, values, top, bottom, suffix) {
  return type === "log" ? logScale(values, top, bottom, suffix) : linearScale(values, top, bottom, suffix);
}

function linearScale(values, top, bottom, suffix) {
  const scale = d3.scaleLinear([0, d3.max(values) || 1], [bottom, top]).nice(4);
  return {at: scale, ticks: scale.ticks(4).map((value) => [value, short(value) + suffix])};
}

function logScale(values, top, bottom, suffix) {
  const positive = values.filter((value) => value > 0);
  const zero = values.some((value) => value <= 0);
  const [least, most] = positive.length ? d3.extent(positive) : [0.1, 1];
  const low = 10 ** Math.floor(Math.log10(least) + 1e-9);
  const high = Math.max(most, low * 10);
  const scale = d3.scaleLog([low, high], [bottom - (zero ? ZERO_GAP : 0), top]);
  const decades = Math.log10(high / low);
  const every = Math.ceil((decades + 1) / Math.max(2, Math.floor((bottom - top) / 34)));
  const exponents = d3.range(Math.round(Math.log10(low)), Math.log10(high * 1.0001), every);
  const text = decadeText(exponents, suffix);
  const ticks = exponents.map((exponent) => [10 ** exponent, text(10 ** exponent)]);
  if (decades <= 2) {
    const between = exponents.flatMap((exponent) => [2 * 10 ** exponent, 5 * 10 ** exponent]);
    between.filter((value) => value <= high).forEach((value) => ticks.push([value, short(value) + suffix]));
  }
  if (zero) ticks.unshift([0, "0"]);
  return {at: (value) => (value <= 0 ? bottom : scale(value)), ticks};
}

/** Moves labels apart that would overlap; each keeps to the drawing. */
function spread(labels, gap, top, bottom) {
  labels.sort((a, b) => a.y - b.y);
  labels.forEach((label, i) => {
    label.y = Math.max(label.y, i === 0 ? top : labels[i - 1].y + gap);
  });
  for (let i = labels.length - 1, limit = bottom; i >= 0; i--, limit = labels[i]?.y - gap) {
    if (i < labels.length - 1) limit = labels[i + 1].y - gap;
    labels[i].y = Math.min(labels[i].y, limit);
  }
}

/** A line of one colour and dash for keys and tips. */
function swatch(series) {
  const mark = el("span", {class: "swatch"});
  mark.style.borderColor = series.colour;
  if (series.dash) mark.style.borderTopStyle = "dashed";
  return mark;
}

/**
 * Draws a chart into an empty element.
 *   spec.series  [{name, colour, dash, thin, ramp, points: [[epoch, value], ...]}]; of a ramp of colours the ends are named
 *   spec.marks   [{name, colour, x, y}], hollow points of other measurements
 *   spec.type    "linear" or "log"; spec.suffix of every value; spec.label for listeners
 *   spec.rules   [{x, label}]; spec.unit, above the vertical axis
 */
function lineChart(host, spec) {
  const series = spec.series.filter((one) => one.points.length > 0);
  const marks = spec.marks ?? [];
  const width = host.clientWidth;
  const height = spec.height ?? 240;
  if (series.length === 0 || width === 0) {
    host.append(el("p", {class: "soft"}, series.length === 0 ? "Nothing was recorded." : ""));
    return;
  }
  const all = [...new Map(series.filter((one) => one.name).map((one) => [one.name, one])).values()];
  const names = all[0]?.ramp ? [all[0], all.at(-1)] : all;
  const longest = d3.max(names, (one) => one.name.length) ?? 0;
  const direct = names.length > 1 && names.length <= 10 && longest * CHARACTER < width * 0.3;
  const values = [...series.flatMap((one) => one.points.map((point) => point[1])), ...marks.map((mark) => mark.y)];
  const suffix = spec.suffix ?? "";
  const format = (value) => short(value) + suffix;
  const top = 28;
  const bottom = height - 34;
  const y = verticalScale(spec.type, values, top, bottom, suffix);
  const left = Math.max(...y.ticks.map((tick) => tick[1].length)) * CHARACTER + 10;
  const right = width - (direct ? longest * CHARACTER + 16 : 10);
  const x = d3.scaleLinear(spec.domain ?? epochDomain(), [left, right]);

  const svg = d3.select(host).append("svg").attr("height", height).attr("viewBox", [0, 0, width, height])
    .attr("role", "img").attr("tabindex", 0)
    .attr("aria-label", `${spec.label}. Line chart over epochs; arrow keys read the values, the table has all.`);
  axes(svg, x, y, {left, right, top, bottom, unit: spec.unit, rules: spec.rules ?? border()});
  const lines = svg.append("g").attr("class", series.length > 10 ? "many" : null);
  const path = d3.line((point) => x(point[0]), (point) => y.at(point[1]));
  for (const one of series) {
    lines.append("path").attr("class", "line").attr("d", path(one.points)).attr("stroke-dasharray", one.dash ?? null)
      .style("stroke", one.colour).style("stroke-width", one.thin ? 1.2 : null);
    if (one.points.length === 1) {
      lines.append("circle").attr("cx", x(one.points[0][0])).attr("cy", y.at(one.points[0][1])).attr("r", 3).style("fill", one.colour);
    }
  }
  for (const mark of marks) {
    svg.append("circle").attr("cx", x(mark.x)).attr("cy", y.at(mark.y)).attr("r", 4.5)
      .style("fill", "var(--paper)").style("stroke", mark.colour).style("stroke-width", 2);
  }
  if (direct) directLabels(svg, names, y, right, top, bottom);
  else if (names.length > 1) host.append(key(names));
  svg.append("line").attr("class", "now").attr("y1", top).attr("y2", bottom);
  host.moveNow = (epoch) => {
    const inside = epoch >= x.domain()[0] && epoch < x.domain()[1];
    svg.select(".now").attr("x1", x(epoch)).attr("x2", x(epoch)).style("display", inside ? null : "none");
  };
  host.moveNow(view.epoch);
  cursor(host, svg, series, marks, {x, y, left, right, top, bottom, format, width});
}

function axes(svg, x, y, box) {
  const {left, right, top, bottom} = box;
  for (const [value, text] of y.ticks) {
    const at = Math.round(y.at(value));
    svg.append("line").attr("class", "grid").attr("x1", left).attr("x2", right).attr("y1", at).attr("y2", at);
    svg.append("text").attr("x", left - 7).attr("y", at).attr("dy", ".33em").attr("text-anchor", "end").text(text);
  }
  svg.append("line").attr("class", "axis").attr("x1", left).attr("x2", right).attr("y1", bottom + .5).attr("y2", bottom + .5);
  const ticks = x.ticks(Math.min(8, Math.max(2, Math.floor((right - left) / 60)))).filter(Number.isInteger);
  for (const value of ticks) {
    svg.append("text").attr("x", x(value)).attr("y", bottom + 17).attr("text-anchor", "middle").text(value);
  }
  svg.append("text").attr("x", right).attr("y", bottom + 31).attr("text-anchor", "end").text("epoch");
  if (box.unit) svg.append("text").attr("x", 0).attr("y", 10).text(box.unit);
  for (const rule of box.rules) {
    const at = Math.round(x(rule.x)) + .5;
    svg.append("line").attr("class", "rule").attr("x1", at).attr("x2", at).attr("y1", top - 14).attr("y2", bottom);
    const flip = at + rule.label.length * CHARACTER > right;
    svg.append("text").attr("x", at + (flip ? -5 : 5)).attr("y", 10).attr("text-anchor", flip ? "end" : "start").text(rule.label);
  }
}

function directLabels(svg, names, y, right, top, bottom) {
  const labels = names.map((one) => ({text: one.name, colour: one.colour, y: y.at(one.points.at(-1)[1])}));
  spread(labels, 14, top, bottom);
  for (const label of labels) {
    svg.append("text").attr("x", right + 8).attr("y", label.y).attr("dy", ".33em").style("fill", label.colour).text(label.text);
  }
}

function key(names) {
  return el("div", {class: "key", "aria-hidden": "true"},
    ...names.map((one) => el("span", {}, swatch(one), one.name)));
}

/** A vertical line that follows the pointer or the arrow keys, with the values there. */
function cursor(host, svg, series, marks, place) {
  const epochs = [...new Set([...series.flatMap((one) => one.points.map((point) => point[0])), ...marks.map((mark) => mark.x)])]
    .sort(d3.ascending);
  const line = svg.append("line").attr("class", "hover").attr("y1", place.top).attr("y2", place.bottom).style("display", "none");
  const dots = svg.append("g");
  let tip = null;
  let at = -1;
  const hide = () => {
    tip?.remove();
    tip = null;
    line.style("display", "none");
    dots.selectAll("*").remove();
  };
  const show = (index, aloud) => {
    hide();
    at = Math.max(0, Math.min(epochs.length - 1, index));
    const epoch = epochs[at];
    const found = [];
    for (const one of series) {
      const point = one.points.find((each) => each[0] === epoch);
      if (point) found.push({...one, value: point[1]});
    }
    marks.filter((mark) => mark.x === epoch).forEach((mark) => found.push({...mark, value: mark.y}));
    found.sort((a, b) => b.value - a.value);
    line.attr("x1", place.x(epoch)).attr("x2", place.x(epoch)).style("display", null);
    for (const one of found) {
      dots.append("circle").attr("cx", place.x(epoch)).attr("cy", place.y.at(one.value)).attr("r", 3).style("fill", one.colour);
    }
    const many = found.length > 12;
    const listed = many ? [...found.slice(0, 6), ...found.slice(-5)] : found;
    tip = el("div", {class: "tip", "aria-hidden": "true"}, el("b", {}, `epoch ${epoch}`),
      ...listed.map((one) => el("div", {}, el("span", {class: "name"}, swatch(one), one.name || "value"),
        el("span", {class: "value"}, place.format(one.value)))),
      many ? el("div", {class: "soft"}, `and ${found.length - listed.length} between`) : null);
    host.append(tip);
    const x = place.x(epoch);
    tip.style.top = `${place.top}px`;
    tip.style.left = `${Math.max(0, x + 12 + tip.offsetWidth > place.width ? x - 12 - tip.offsetWidth : x + 12)}px`;
    if (aloud) announce(`epoch ${epoch}: ` + listed.map((one) => `${one.name || ""} ${place.format(one.value)}`).join(", "));
  };
  svg.on("pointermove", (event) => show(d3.bisectCenter(epochs, place.x.invert(d3.pointer(event)[0]))))
    .on("pointerleave", hide).on("blur", hide)
    .on("click", (event) => setEpoch(epochs[d3.bisectCenter(epochs, place.x.invert(d3.pointer(event)[0]))]))
    .on("keydown", (event) => {
      const step = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: epochs.length - 1}[event.key];
      if (event.key === "Escape") hide();
      if (event.key === "Enter" && at >= 0) setEpoch(epochs[at]);
      if (step === undefined) return;
      event.preventDefault();
      show(step, true);
    });
}
