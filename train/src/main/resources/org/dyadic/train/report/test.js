"use strict";
// What the packed model takes test images for: the confusion matrix and the misread images.

const MOST_CLASSES = 25;

function testSection() {
  const runs = view.runs.filter((run) => run.test);
  const run = runs.includes(view.detail) ? view.detail : runs[0];
  const section = el("section", {id: "test"}, el("h2", {}, "What is misread"));
  if (!single()) {
    section.append(el("div", {class: "controls"}, choice("Run", runs.map((one) => [one.name, one.name]), run.name, setDetail)));
  }
  if (run.test.missing) {
    section.append(el("p", {class: "note"}, run.test.missing));
    return section;
  }
  const test = run.test;
  section.append(el("p", {class: "caption"},
    `The packed model, in integers: ${count(test.errors)} of the ${count(test.images)} test inputs of ${run.dataset} are taken for another class.`));
  const pictures = el("div", {class: "pictures", tabindex: 0, role: "region", "aria-label": "Misread images"});
  const chosen = {pair: null};
  const select = el("select", {onchange: (event) => show(event.target.value || null)});
  const matrix = figure({
    id: "confusion", title: "Confusions", draw: (host) => drawMatrix(host, test, chosen, (pair) => show(pair)),
    data: () => confusionData(test),
  });
  const show = (pair) => {
    chosen.pair = pair;
    select.value = pair ?? "";
    matrix.redraw();
    fillPictures(pictures, test, pair);
  };
  pairs(test).forEach(({key, text}, i) => {
    if (i === 0) select.append(el("option", {value: ""}, "all"));
    select.append(el("option", {value: key}, text));
  });
  fillPictures(pictures, test, null);
  section.append(el("div", {class: "confusions"}, matrix, test.errors === 0 ? null : el("div", {},
    el("figure", {id: "misread"}, el("h3", {}, "Misread images"),
      el("div", {class: "controls"}, el("label", {}, "Show", select)),
      test.sprite ? pictures : el("p", {class: "note"}, "These inputs are no images that could be shown.")))));
  return section;
}

/** Pairs of classes that are confused, the most frequent first. */
function pairs(test) {
  const found = [];
  test.confusion.forEach((row, label) => row.forEach((number, prediction) => {
    if (label !== prediction && number > 0) {
      found.push({key: `${label} ${prediction}`, number, text: `${test.classes[label]} read as ${test.classes[prediction]} (${count(number)})`});
    }
  }));
  return found.sort((a, b) => b.number - a.number);
}

function fillPictures(host, test, pair) {
  if (!test.sprite) return;
  const sprite = test.sprite;
  const scale = Math.max(1, Math.round(52 / sprite.width));
  host.style.setProperty("--sprite", `url(${sprite.src})`);
  const items = test.misread.map(([index, label, prediction], i) => ({index, label, prediction, i}))
    .filter((one) => pair === null || pair === `${one.label} ${one.prediction}`);
  host.replaceChildren(...items.map((one) => {
    const text = `${test.classes[one.label]} → ${test.classes[one.prediction]}`;
    const picture = el("i", {role: "img", title: `test image ${one.index}`,
      "aria-label": `test image ${one.index}: ${test.classes[one.label]} read as ${test.classes[one.prediction]}`});
    const style = picture.style;
    style.backgroundImage = "var(--sprite)";
    style.width = `${sprite.width * scale}px`;
    style.height = `${sprite.height * scale}px`;
    style.backgroundSize = `${sprite.width * sprite.columns * scale}px auto`;
    style.backgroundPosition = `${-(one.i % sprite.columns) * sprite.width * scale}px ${-Math.floor(one.i / sprite.columns) * sprite.height * scale}px`;
    return el("div", {}, picture, text);
  }));
  const all = pair === null ? test.errors : test.confusion[pair.split(" ")[0]][pair.split(" ")[1]];
  if (items.length < all) {
    host.append(el("div", {}, items.length === 0 ? "no picture was kept" : `and ${count(all - items.length)} more`));
  }
}

function drawMatrix(host, test, chosen, choose) {
  const names = test.classes;
  const width = host.clientWidth;
  const many = names.length > MOST_CLASSES;
  const longest = many ? 0 : Math.min(12, d3.max(names, (name) => name.length));
  const turned = longest > 2;
  const left = many ? 22 : longest * CHARACTER + 24;
  const top = many ? 22 : turned ? longest * CHARACTER * .75 + 24 : 38;
  const beyond = turned ? longest * CHARACTER * .67 - 12 : 2;
  const size = Math.max(1, (Math.min(width, 560) - left - beyond) / names.length);
  const height = top + size * names.length + 4;
  const svg = d3.select(host).append("svg").attr("height", height).attr("viewBox", [0, 0, width, height]).attr("role", "img")
    .attr("aria-label", `Confusion matrix of ${names.length} classes: ${count(test.errors)} errors of ${count(test.images)}`);
  svg.append("text").attr("x", left).attr("y", 11).text("read as →");
  svg.append("text").attr("transform", `translate(11,${top}) rotate(-90)`).attr("text-anchor", "end").text("← class");
  const worst = d3.max(test.confusion, (row, i) => d3.max(row, (number, j) => (i === j ? 0 : number))) || 1;
  test.confusion.forEach((row, i) => {
    const y = top + i * size;
    if (!many) label(svg, names[i], left - 6, y + size / 2, "end", false);
    if (!many) label(svg, names[i], left + i * size + size / 2, top - 7, turned ? "start" : "middle", turned);
    row.forEach((number, j) => {
      if (many && number === 0) return;
      const key = `${i} ${j}`;
      const wrong = i !== j && number > 0;
      const cell = svg.append("g").attr("class", `cell${wrong ? " some" : ""}${chosen.pair === key ? " chosen" : ""}`);
      const share = Math.round(12 + 76 * (number / worst) ** 0.7);
      cell.append("rect").attr("x", left + j * size).attr("y", y).attr("width", size).attr("height", size)
        .style("fill", wrong ? `color-mix(in oklab, var(--wrong) ${share}%, var(--paper))` : i === j ? "var(--grid)" : "var(--raised)")
        .style("stroke-width", many ? 0 : null);
      if (size > 20 && number > 0) {
        cell.append("text").attr("x", left + (j + .5) * size).attr("y", y + size / 2)
          .style("font-size", String(number).length * 7 > size ? "9px" : null)
          .style("fill", wrong ? "var(--ink)" : "var(--soft)").text(number);
      }
      cell.append("title").text(`${names[i]} read as ${names[j]}: ${count(number)}`);
      if (wrong) cell.on("click", () => choose(chosen.pair === key ? null : key));
    });
  });
  svg.select(".chosen").raise();
}

function label(svg, text, x, y, anchor, turned) {
  const shown = text.length > 12 ? text.slice(0, 11) + "…" : text;
  svg.append("text").attr("class", "name").attr("text-anchor", anchor).attr("dy", turned ? 0 : y < 40 && anchor === "middle" ? 0 : ".33em")
    .attr("transform", `translate(${x},${y})${turned ? " rotate(-48)" : ""}`).text(shown);
}

function confusionData(test) {
  return {
    columns: ["class", ...test.classes.map((name) => `read as ${name}`)],
    rows: test.confusion.map((row, i) => [test.classes[i], ...row]),
  };
}
