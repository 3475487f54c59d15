"use strict";
/* What every page needs to hand a chart on: series marks that differ in more than colour, and files. */
(() => {
  const page = (window.llmpick = {});
  const SVG = "http://www.w3.org/2000/svg";
  const model = document.getElementById("model");
  page.data = JSON.parse(model.textContent);
  page.byId = (id) => document.getElementById(id);

  /** A text of the page, with its blanks filled in. */
  page.say = (name, filled) => page.data.words[name]
    .replace(/\{(\w+)\}/g, (_, key) => filled[key]);

  page.colours = ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)"];
  const DASHES = ["", "7,3", "2,3", "9,3,2,3", "14,4", "4,2,1,2"];

  /** The dashes of a series: where colours come round again, theirs are others. */
  page.dashes = (place) => DASHES[(place + Math.floor(place / 6)) % 6];

  /** An element of HTML. */
  page.make = (tag, attributes, ...inside) => {
    const found = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) found.setAttribute(name, value);
    found.append(...inside.map((item) => (item instanceof Node ? item : String(item))));
    return found;
  };

  /** An element of SVG. */
  page.element = (tag, attributes, ...inside) => {
    const found = document.createElementNS(SVG, tag);
    if (tag === "text") found.setAttribute("text-anchor", "start");
    for (const [name, value] of Object.entries(attributes || {})) found.setAttribute(name, value);
    found.append(...inside);
    return found;
  };

  const LINES = [
    [], ["M-2,10 L10,-2 M0,16 L16,0"], ["M4,0 V8"], ["M0,4 H8"], ["M0,0 L8,8"], ["M0,4 H8 M4,0 V8"],
  ];

  /** The pattern of a series: its colour, and hatching of its own. */
  page.pattern = (id, place) => page.element("pattern",
    { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
    page.element("rect", { width: 8, height: 8, fill: page.colours[place % 6] }),
    ...LINES[place % 6].map((d) => page.element("path",
      { d, stroke: "var(--ground)", "stroke-width": 1.6, fill: "none" })));

  const MARKS = {
    bar: (place) => [
      page.element("rect", { width: 14, height: 14, rx: 2, fill: page.colours[place % 6] }),
      ...LINES[place % 6].map((d) => page.element("path",
        { d, transform: "translate(3,3)", stroke: "var(--ground)", "stroke-width": 1.6, fill: "none" })),
    ],
    line: (place) => [page.element("path", {
      d: "M0,7 H26", stroke: page.colours[place % 6], "stroke-width": 3,
      "stroke-dasharray": page.dashes(place), fill: "none",
    })],
    shape: (given) => [page.element("path", {
      d: given.d, transform: "translate(8,7)", fill: given.fill || "none",
      stroke: given.stroke || "none", "stroke-width": given.width || 1.5,
      ...(given.dash ? { "stroke-dasharray": given.dash } : {}),
    })],
  };

  /** A key of a legend: the mark of a series as it stands in the chart, and its name. */
  page.key = (kind, given, name) => {
    const width = kind === "line" ? 26 : kind === "shape" ? 16 : 14;
    const mark = page.element("svg",
      { class: "swatch", width, height: 14, viewBox: `0 0 ${width} 14`, "aria-hidden": "true" },
      ...MARKS[kind](given));
    return page.make("span", { class: "key" }, mark, name);
  };

  page.legend = (...keys) => page.make("div", { class: "legend" }, ...keys);

  /** Say what a chart shows, and give the buttons that save it with its *keys*. */
  page.described = (id, label, svg, keys) => {
    for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    const button = (form, save) => {
      const found = page.make("button", { type: "button", class: `save ${form}` }, page.say(form, {}));
      found.setAttribute("aria-label", `${page.say(form, {})}: ${label}`);
      found.addEventListener("click", () => save(id, label, svg, keys));
      return found;
    };
    return page.make("div", { class: "buttons" }, button("svg", saveSvg), button("png", savePng));
  };

  /** Lines of *text* that are no wider than *width*, at so many pixels a letter. */
  function wrapped(text, width, letter) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (longer.length * letter > width && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  /** A chart that says by itself what it shows: title, description, keys, and where it is from. */
  function standalone(label, svg, keys) {
    const copy = svg.cloneNode(true);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const parts = [];
    let y = 4;
    for (const line of wrapped(label, width - 16, 8)) {
      parts.push(page.element("text",
        { x: 8, y: (y += 18), "font-size": 14, "font-weight": 600, fill: "currentColor" }, line));
    }
    let x = 8;
    let row = y + 24;
    for (const key of keys ? keys.children : []) {
      const swatch = key.querySelector(".swatch").cloneNode(true);
      const wide = Number(swatch.getAttribute("width"));
      const length = wide + 6 + 6.9 * key.textContent.length + 14;
      if (x > 8 && x + length > width) { x = 8; row += 20; }
      swatch.setAttribute("x", x);
      swatch.setAttribute("y", row - 11);
      wrapped(key.textContent, width - wide - 20, 6.9).forEach((line, place) => {
        if (place) row += 16;
        parts.push(page.element("text", { x: x + wide + 6, y: row, "font-size": 12, fill: "currentColor" }, line));
      });
      parts.push(swatch);
      x += length;
    }
    const top = (keys ? row : y) + 16;
    const whole = height + top + 22;
    const dated = page.say("dated", { day: page.data.day });
    const inner = page.element("g", { transform: `translate(0,${top})` });
    inner.append(...copy.childNodes);
    const first = page.byId("first-line") || page.byId("headline");
    copy.replaceChildren(
      page.element("title", {}, label),
      page.element("desc", {}, `${document.title}. ${first.textContent} ${dated}.`),
      page.element("rect", { width, height: whole, fill: "var(--ground)" }),
      ...parts, inner,
      page.element("text", { x: 8, y: whole - 8, "font-size": 11, fill: "var(--quiet)" }, dated));
    copy.setAttribute("viewBox", `0 0 ${width} ${whole}`);
    copy.setAttribute("width", width);
    copy.setAttribute("height", whole);
    const style = getComputedStyle(document.body);
    copy.setAttribute("xmlns", SVG);
    copy.setAttribute("style", `color:${style.color};font-family:sans-serif;font-size:12px`);
    const text = new XMLSerializer().serializeToString(copy)
      .replace(/var\((--[a-z0-9-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
    return { text, width, height: whole };
  }

  function give(name, blob) {
    const link = page.make("a", { download: name });
    link.href = URL.createObjectURL(blob);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const name = (id, form) => `llmpick-${id.slice(2)}.${form}`;

  function saveSvg(id, label, svg, keys) {
    const { text } = standalone(label, svg, keys);
    give(name(id, "svg"), new Blob([text], { type: "image/svg+xml" }));
  }

  const SHARP = 2; // pixels of the picture for one of the chart: a slide is shown large

  function savePng(id, label, svg, keys) {
    const { text, width, height } = standalone(label, svg, keys);
    const canvas = page.make("canvas", { width: width * SHARP, height: height * SHARP });
    const picture = new Image();
    picture.addEventListener("load", () => {
      const brush = canvas.getContext("2d");
      brush.scale(SHARP, SHARP);
      brush.drawImage(picture, 0, 0, width, height);
      canvas.toBlob((blob) => give(name(id, "png"), blob), "image/png");
    });
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  for (const figure of document.querySelectorAll("figure[data-title]")) {
    figure.append(page.described(figure.id, figure.dataset.title,
      figure.querySelector("svg[viewBox]:not(.swatch)"), figure.querySelector(".legend")));
  }
  if (!page.data.routes) document.documentElement.dataset.ready = "yes";
})();
