"use strict";

/* Formulas. What KaTeX cannot read it shows in red, with the class katex-error. */
for (const formula of document.querySelectorAll(".math")) {
  katex.render(formula.textContent, formula, {
    displayMode: formula.classList.contains("display"),
    throwOnError: false,
  });
}

/* Boxes that scroll sideways must be reachable by keyboard. */
function reachable() {
  for (const box of document.querySelectorAll("pre, .scroll, .katex-display")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute("tabindex");
    }
  }
}

/* A link in a panel over the page also closes the panel. */
for (const panel of document.querySelectorAll("[popover]")) {
  panel.addEventListener("click", (event) => {
    if (event.target.closest("a") && panel.matches(":popover-open")) {
      panel.hidePopover();
    }
  });
}

/* Diagrams: Mermaid lays them out, site.css colours them, for light, dark and paper. */
const diagrams = document.querySelectorAll(".mermaid");
if (diagrams.length > 0) {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    flowchart: { useMaxWidth: false, nodeSpacing: 30, rankSpacing: 28, padding: 8 },
    themeVariables: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: "14px" },
  });
}

async function draw() {
  if (diagrams.length > 0) {
    await mermaid.run({ nodes: diagrams });
  }
}

addEventListener("resize", reachable);
document.fonts.ready
  .then(draw)
  .then(reachable)
  .then(() => { document.documentElement.dataset.ready = "yes"; });
