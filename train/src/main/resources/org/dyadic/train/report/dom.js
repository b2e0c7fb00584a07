"use strict";
// Elements and numbers. Every text goes through textContent, so that no name can become markup.

/** An element: el("p", {class: "note", onclick: f}, "text", child, ...). Null children are left out. */
function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Tells people who listen instead of looking. */
function announce(text) {
  document.getElementById("status").textContent = text;
}

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 2 and -3 become 2⁻³. */
function power(base, exponent) {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[digit]).join("");
  return base + (exponent < 0 ? "⁻" : "") + digits;
}

/** A number for people, in a few significant digits. */
function short(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) {
    const exponent = Math.floor(Math.log10(size) + 1e-12);
    const factor = Number((value / 10 ** exponent).toPrecision(2));
    return factor === 1 ? power(10, exponent) : `${minus(factor)} × ${power(10, exponent)}`;
  }
  return minus(Number(value.toPrecision(digits)).toLocaleString("en-US", {maximumFractionDigits: 8}));
}

/** A real minus sign. */
function minus(value) {
  return String(value).replace("-", "−");
}

const count = d3.format(",");

function percent(value, decimals = 2) {
  return value === null || value === undefined ? "–" : `${value.toFixed(decimals)} %`;
}

/** Bytes in the unit that fits. */
function bytes(value) {
  if (value < 1000) return `${value} B`;
  return value < 1e6 ? `${(value / 1e3).toPrecision(3)} kB` : `${(value / 1e6).toPrecision(3)} MB`;
}

function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/**
 * A table. Columns: {title, left} or a string; a cell is a text, a number or an element. The first
 * cell of a row names it.
 */
function table(columns, rows, caption) {
  const head = columns.map((column) =>
    el("th", {scope: "col", class: column.left ? "left" : null}, column.title ?? column));
  const body = rows.map((cells) =>
    el("tr", {class: cells.className}, ...cells.map((cell, i) => {
      const content = cell === null || cell === undefined ? "" : cell instanceof Node ? cell : String(cell);
      if (i === 0) return el("th", {scope: "row"}, content);
      return el("td", {class: [columns[i].left ? "left" : "", columns[i].class ?? ""].join(" ").trim() || null}, content);
    })));
  return el("table", {}, caption ? el("caption", {class: "unseen"}, caption) : null,
    el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
}
