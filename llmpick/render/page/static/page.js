"use strict";
(() => {
  const data = JSON.parse(document.getElementById("model").textContent);
  const byId = (id) => document.getElementById(id);
  const routes = data.routes;
  const criteria = data.criteria;
  const TOP = 10;
  const colours = ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)"];
  let points = data.weights.slice();
  let moved = false;
  let whole = false;

  // ---- the arithmetic of llmpick/core/ranking/score.py and llmpick/core/robustness/stability.py

  /** Points as shares that add to 1. */
  function shares(given) {
    let total = 0;
    for (const each of given) total += each;
    return given.map((each) => each / total);
  }

  function score(utility, weight) {
    return weight[0] * utility[0] + weight[1] * utility[1] +
      (weight[3] * utility[3] + weight[2] * utility[2]);
  }

  /** The score in four cases of five: errors of quality and cost, which are independent. */
  function interval(route, weight, middle) {
    const side = (quality, cost) => Math.hypot(
      weight[0] * (route.utility[0] - quality), weight[1] * (route.utility[1] - cost));
    return [
      middle - side(route.quality80[0], route.cost80[0]),
      middle + side(route.quality80[1], route.cost80[1]),
    ];
  }

  const before = (a, b) => b.score - a.score || a.route.lasting - b.route.lasting ||
    (a.route.id < b.route.id ? -1 : a.route.id > b.route.id ? 1 : 0);

  /** The best route of each model, the best first. */
  function rank(weight) {
    const rows = routes.map((route) => ({ route, score: score(route.utility, weight) }));
    rows.sort(before);
    const seen = new Set();
    return rows.filter((row) => !seen.has(row.route.model) && seen.add(row.route.model));
  }

  /** Who is first in which stretch of one weight, the others in proportion: [route, from, to]. */
  function stretches(weight, criterion) {
    const others = weight.length - 1;
    let rest = 0;
    weight.forEach((each, place) => { if (place !== criterion) rest += each; });
    const share = (each, place) => {
      if (place === criterion) return 0;
      return rest ? each / rest : 1 / others;
    };
    const zero = weight.map(share);
    const one = weight.map((_, place) => (place === criterion ? 1 : 0));
    const lines = routes.map((route) => {
      const start = score(route.utility, zero);
      return { route, start, slope: score(route.utility, one) - start };
    });
    const found = [];
    let at = 0;
    let now = lines.reduce((a, b) => {
      if (Math.abs(b.start - a.start) > 1e-12) return b.start > a.start ? b : a;
      if (Math.abs(b.slope - a.slope) > 1e-12) return b.slope > a.slope ? b : a;
      return before({ route: b.route, score: 0 }, { route: a.route, score: 0 }) < 0 ? b : a;
    });
    for (;;) {
      let next = null;
      let where = 1;
      for (const line of lines) {
        if (line.slope <= now.slope + 1e-12) continue;
        const t = Math.max(at, (now.start - line.start) / (line.slope - now.slope));
        if (t < where - 1e-12 || (next && t <= where + 1e-12 && line.slope > next.slope)) {
          next = line;
          where = Math.min(t, where);
        }
      }
      if (where > at || !next) found.push([now.route, at, where]);
      if (!next) return { found, lines };
      now = next;
      at = where;
    }
  }

  // ---- words

  const short = (value) => value.toFixed(2).replace(/^0\./, ".");
  const signed = (value) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;

  function pointsOf(gap) {
    const count = Math.abs(gap).toFixed(0);
    return `${count} ${count === "1" ? "point" : "points"}`;
  }

  function money(amount) {
    if (amount < 10) return amount.toFixed(2);
    const step = 10 ** (Math.floor(Math.log10(amount)) - 1);
    return (Math.round(amount / step) * step).toLocaleString("en-US", { maximumFractionDigits: 0 });
  }

  function listed(parts) {
    return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  }

  /** What sets one route before another: each criterion with what it adds to the score. */
  function difference(one, two, weight) {
    const parts = [];
    criteria.forEach((name, place) => {
      const gap = weight[place] * one.utility[place] - weight[place] * two.utility[place];
      if (Math.abs(gap) < 0.005) return;
      let words = name;
      if (name === "cost") {
        const more = one.cost - two.cost;
        words = `${money(Math.abs(more))} USD ${more > 0 ? "dearer" : "cheaper"}`;
      } else if (name === "privacy") {
        words = `privacy ${one.privacy} not ${two.privacy}`;
      } else if (name === "performance" && one.quality && two.quality) {
        const more = one.quality[0] - two.quality[0];
        words = `${pointsOf(more)} of quality ${more > 0 ? "more" : "less"}`;
      } else if (name === "customisability") {
        const more = one.custom - two.custom;
        words = `${pointsOf(more)} of customisability ${more > 0 ? "more" : "less"}`;
      }
      parts.push(`${words} (${signed(gap)})`);
    });
    return parts.join(", ") || "no difference that counts";
  }

  /** The sentence for weights that the program was not asked about. */
  function headline(ranking, weight) {
    const [first, ...others] = ranking;
    const near = others.filter((row) => interval(row.route, weight, row.score)[1] >= first.score);
    let text = `With these weights, use ${first.route.name}: it comes first of ` +
      `${data.models} ${data.models === 1 ? "model" : "models"} that fit, and costs about ` +
      `${first.route.costText} USD a month.`;
    if (near.length) {
      const names = near.slice(0, 3).map((row) => row.route.model);
      if (near.length > 3) names.push(`${near.length - 3} more`);
      text += ` ${listed(names)} may score as high.`;
    }
    return text;
  }

  // ---- elements

  function make(tag, attributes, ...inside) {
    const found = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) found.setAttribute(name, value);
    found.append(...inside.map((item) => (item instanceof Node ? item : String(item))));
    return found;
  }

  /** Fill a table; heads that start with > are numbers, the first column heads its row. */
  function table(id, heads, rows) {
    const kind = heads.map((head) => head.startsWith(">"));
    const cell = (text, place) => {
      const tag = place === 0 ? "th" : "td";
      const found = make(tag, place === 0 ? { scope: "row" } : {}, text);
      if (kind[place]) found.className = "n";
      return found;
    };
    const top = heads.map((head, place) =>
      make("th", { scope: "col", ...(kind[place] ? { class: "n" } : {}) }, head.replace(/^>/, "")));
    byId(id).replaceChildren(
      make("thead", {}, make("tr", {}, ...top)),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cell)))));
  }

  /** Put a chart into its figure, with a description and a way to save it. */
  function draw(id, label, chart) {
    const svg = chart instanceof SVGElement ? chart : chart.querySelector("svg:last-of-type");
    byId(id).replaceChildren(chart, described(id, label, svg, chart.querySelector(".legend")));
  }

  /** Say what a chart shows, and give the button that saves it with its *keys*. */
  function described(id, label, svg, keys) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    const save = make("button", { type: "button", class: "save" }, "Save as SVG");
    save.setAttribute("aria-label", `Save as SVG: ${label}`);
    save.addEventListener("click", () => download(id, label, svg, keys));
    return save;
  }

  function element(tag, attributes, text) {
    const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
    if (tag === "text") found.setAttribute("text-anchor", "start");
    for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
    found.textContent = text ?? "";
    return found;
  }

  /** A chart that says by itself what it shows: title, description, keys, and where it is from. */
  function standalone(label, svg, keys) {
    const copy = svg.cloneNode(true);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const parts = [];
    let x = 8;
    let y = 44;
    for (const key of keys ? keys.children : []) {
      const swatch = key.querySelector(".swatch");
      const text = key.textContent;
      const length = (swatch ? 18 : 0) + 6.9 * text.length + 14;
      if (x > 8 && x + length > width) { x = 8; y += 18; }
      if (swatch) {
        parts.push(element("rect",
          { x, y: y - 10, width: 11, height: 11, rx: 2, fill: swatch.style.background }));
      }
      parts.push(element("text", { x: x + (swatch ? 18 : 0), y, "font-size": 12, fill: "currentColor" }, text));
      x += length;
    }
    const top = (keys ? y : 26) + 16;
    const whole = height + top + 22;
    const day = `llmpick, facts in force on ${data.day}`;
    const inner = element("g", { transform: `translate(0,${top})` });
    inner.append(...copy.childNodes);
    copy.replaceChildren(
      element("title", {}, label),
      element("desc", {}, `${document.title}. ${byId("first-line").textContent} ${day}.`),
      element("rect", { width, height: whole, fill: "var(--ground)" }),
      element("text", { x: 8, y: 20, "font-size": 14, "font-weight": 600, fill: "currentColor" }, label),
      ...parts, inner,
      element("text", { x: 8, y: whole - 8, "font-size": 11, fill: "var(--quiet)" }, day));
    copy.setAttribute("viewBox", `0 0 ${width} ${whole}`);
    copy.setAttribute("height", whole);
    return copy;
  }

  function download(id, label, svg, keys) {
    const copy = standalone(label, svg, keys);
    const style = getComputedStyle(document.body);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("style", `color:${style.color};font-family:sans-serif;font-size:12px`);
    const text = new XMLSerializer().serializeToString(copy)
      .replace(/var\((--[a-z0-9-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
    const link = make("a", { download: `llmpick-${id.slice(2)}.svg` });
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // ---- charts

  const wide = (id) => Math.max(280, Math.floor(byId(id).clientWidth) || 640);
  const margin = (width) => Math.min(330, Math.floor(width * 0.46));
  const ticks = (width) => (width < 500 ? 3 : 6);

  /** Labels that fit a margin, cut where they do not. */
  function labels(rows, width) {
    const most = Math.floor((margin(width) - 12) / 7.1);
    const of = new Map(rows.map((row) => [row.route.id, row.route.short]));
    return (id) => {
      const text = of.get(id);
      return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
    };
  }

  function frame(id, rows, more) {
    const width = wide(id);
    return {
      width,
      height: 26 * rows.length + 60,
      marginLeft: margin(width),
      marginRight: 16,
      marginBottom: 36,
      style: { fontSize: "12px", background: "none", overflow: "visible" },
      y: {
        domain: rows.map((row) => row.route.id), label: null, tickSize: 0,
        tickFormat: labels(rows, width),
      },
      ...more,
    };
  }

  function rankingChart(ranking, weight) {
    const rows = ranking.slice(0, TOP).map((row) => {
      const [low, high] = interval(row.route, weight, row.score);
      return { ...row, id: row.route.id, low, high };
    });
    const low = Math.max(0, Math.floor(Math.min(...rows.map((row) => row.low)) * 20) / 20 - 0.05);
    const high = Math.min(1, Math.ceil(Math.max(...rows.map((row) => row.high)) * 20) / 20);
    draw("c-ranking", "Scores of the first ten models with their intervals", Plot.plot(
      frame("c-ranking", rows, {
        x: { domain: [low, high], label: "score, 0 to 1", grid: true, ticks: ticks(wide("c-ranking")) },
        marks: [
          Plot.ruleX([rows[0].score], { stroke: "var(--accent)", strokeDasharray: "3,4" }),
          Plot.ruleY(rows, { x1: "low", x2: "high", y: "id", stroke: "var(--line)", strokeWidth: 3 }),
          Plot.dot(rows, { x: "score", y: "id", r: 5, fill: "var(--accent)" }),
        ],
      })));
  }

  function legend(names, range) {
    const items = names.map((name, place) => {
      const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = range[place % range.length];
      return make("span", { class: "key" }, swatch, name);
    });
    return make("div", { class: "legend" }, ...items);
  }

  // Parts of a score, in thousandths that add up to it as shown: by largest remainders.
  function addingUp(parts, total) {
    const whole = parts.map((part) => Math.floor(part * 1000));
    const missing = Math.round(Number(total.toFixed(3)) * 1000) - whole.reduce((a, b) => a + b, 0);
    const rest = (place) => parts[place] * 1000 - whole[place];
    const order = parts.map((_, place) => place).sort((a, b) => rest(b) - rest(a) || a - b);
    for (const place of order.slice(0, Math.max(missing, 0))) whole[place] += 1;
    return whole.map((one) => (one / 1000).toFixed(3));
  }

  function contributionsChart(ranking, weight) {
    const rows = ranking.slice(0, TOP);
    const parts = rows.flatMap((row) => criteria.map((name, place) => ({
      id: row.route.id, name, value: weight[place] * row.route.utility[place],
    })));
    const chart = Plot.plot(frame("c-contributions", rows, {
      x: { label: "score, 0 to 1", grid: true, ticks: ticks(wide("c-contributions")) },
      color: { domain: criteria, range: colours },
      marks: [
        Plot.barX(parts, {
          x: "value", y: "id", fill: "name", order: criteria, insetTop: 2, insetBottom: 2,
          title: (part) => `${part.name}: ${part.value.toFixed(3)}`,
        }),
        Plot.ruleX([0]),
      ],
    }));
    draw("c-contributions", "What the scores of the first ten models are made of",
      make("div", {}, legend(criteria, colours), chart));
    table("t-contributions", ["Route", ...criteria.map((name) => `>${name}`), ">Score"],
      rows.map((row) => [
        row.route.id,
        ...addingUp(row.route.utility.map((each, place) => weight[place] * each), row.score),
        row.score.toFixed(3),
      ]));
  }

  function paretoChart(ranking) {
    const rows = routes.filter((route) => route.quality)
      .map((route) => ({ ...route, x: Math.max(route.cost, 0.01), y: route.quality[0] }));
    if (!rows.length) return;
    const front = [];
    for (const row of [...rows].sort((a, b) => a.x - b.x || b.y - a.y)) {
      if (!front.length || row.y > front.at(-1).y) front.push(row);
    }
    const first = rows.filter((row) => row.id === ranking[0].route.id);
    const top = new Set(ranking.slice(0, TOP).map((row) => row.route.id));
    const width = wide("c-pareto");
    const title = (row) =>
      `${row.id}\nquality ${row.qualityText}\n${row.costText} USD a month\nprivacy ${row.privacy}`;
    const chart = Plot.plot({
      width,
      height: Math.min(460, Math.max(320, width * 0.6)),
      marginLeft: 44,
      marginBottom: 40,
      marginRight: 20,
      style: { fontSize: "12px", background: "none", overflow: "visible" },
      x: {
        type: "log", label: "USD a month, each step a factor", grid: true,
        ticks: ticks(width), tickFormat: (each) => d3.format("~s")(each),
      },
      y: { label: "quality of 100", grid: true, nice: true },
      marks: [
        data.budget ? Plot.ruleX([data.budget], { stroke: "var(--warn)", strokeDasharray: "4,3" })
          : null,
        Plot.line(front, { x: "x", y: "y", stroke: "var(--c1)", curve: "step-after" }),
        Plot.dot(rows, {
          x: "x", y: "y", r: 3.5, fillOpacity: 0.75,
          fill: (row) => (top.has(row.id) ? "var(--c2)" : "var(--mute)"),
        }),
        Plot.dot(front, { x: "x", y: "y", r: 4, fill: "var(--c1)" }),
        Plot.dot(first, { x: "x", y: "y", r: 8, stroke: "var(--accent)", strokeWidth: 2.5 }),
        Plot.tip(rows, Plot.pointer({
          x: "x", y: "y", title, fill: "var(--ground)", stroke: "var(--line)",
        })),
      ],
    });
    const names = ["most quality for its cost", `others of the first ${TOP}`, "the rest"];
    const keys = legend(names, ["var(--c1)", "var(--c2)", "var(--mute)"]);
    keys.append(make("span", { class: "key" }, `ringed: ${ranking[0].route.short}`));
    if (data.budget) keys.append(make("span", { class: "key" }, "dashed: the budget"));
    draw("c-pareto", "Quality against monthly cost of every route", make("div", {}, keys, chart));
    table("t-pareto", ["Route", ">Quality", ">USD a month", "Privacy"],
      front.map((row) => [row.id, row.qualityText, row.costText, row.privacy]));
  }

  function costChart(ranking) {
    const rows = ranking.slice(0, TOP);
    const used = data.terms.filter((_, place) => rows.some((row) => row.route.terms[place] > 0));
    const range = data.terms.map((_, place) => colours[place]);
    const parts = rows.flatMap((row) => data.terms.map((name, place) => ({
      id: row.route.id, name, value: row.route.terms[place],
    }))).filter((part) => part.value > 0);
    const chart = Plot.plot(frame("c-cost", rows, {
      x: { label: "USD a month", grid: true, ticks: ticks(wide("c-cost")), tickFormat: (each) => d3.format("~s")(each) },
      color: { domain: data.terms, range },
      marks: [
        Plot.barX(parts, {
          x: "value", y: "id", fill: "name", order: data.terms, insetTop: 2, insetBottom: 2,
          title: (part) => `${part.name}: ${money(part.value)} USD a month`,
        }),
        Plot.ruleX([0]),
      ],
    }));
    const keys = legend(used, used.map((name) => range[data.terms.indexOf(name)]));
    draw("c-cost", "Monthly cost of the first ten models by term", make("div", {}, keys, chart));
    table("t-cost", ["Route", ...data.terms.map((name) => `>${name}`), ">USD a month"],
      rows.map((row) => [row.route.id, ...row.route.terms.map(money), money(row.route.cost)]));
  }

  function sensitivityChart(weight) {
    const shown = criteria.map((name, place) => ({ name, place }));
    const sweeps = shown.map(({ name, place }) => ({ name, place, ...stretches(weight, place) }));
    const winners = new Map();
    for (const sweep of sweeps) for (const [route] of sweep.found) winners.set(route.id, route);
    const ids = [...winners.keys()];
    const colour = (id) => (ids.indexOf(id) < colours.length ? colours[ids.indexOf(id)] : "var(--mute)");
    const keys = legend(ids.map((id) => winners.get(id).short), ids.map(colour));
    const full = wide("c-sensitivity");
    const each = full < 560 ? full : Math.floor((full - 24) / 2);
    const charts = sweeps.map((sweep) => {
      const lines = sweep.lines.filter((line) => winners.has(line.route.id)).flatMap((line) => [
        { id: line.route.id, t: 0, score: line.start },
        { id: line.route.id, t: 1, score: line.start + line.slope },
      ]);
      const chart = Plot.plot({
        width: each, height: 200, marginLeft: 40, marginBottom: 36,
        style: { fontSize: "12px", background: "none", overflow: "visible" },
        x: { domain: [0, 1], label: `weight of ${sweep.name}`, ticks: 5 },
        y: { label: "score", grid: true, ticks: 4 },
        marks: [
          Plot.line(lines, {
            x: "t", y: "score", z: "id", strokeWidth: 1, strokeOpacity: 0.55,
            stroke: (line) => colour(line.id),
          }),
          ...sweep.found.map(([route, from, to]) => Plot.line(
            [from, to].map((t) => {
              const line = sweep.lines.find((item) => item.route === route);
              return { t, score: line.start + line.slope * t };
            }), { x: "t", y: "score", stroke: colour(route.id), strokeWidth: 4 })),
          Plot.ruleX([weight[sweep.place]], { stroke: "currentColor", strokeDasharray: "3,3" }),
        ],
      });
      const label = `Scores as the weight of ${sweep.name} goes from 0 to 1`;
      return make("div", {}, chart, described(`c-weight-of-${sweep.name}`, label, chart, keys));
    });
    byId("c-sensitivity").replaceChildren(keys, make("div", { class: "pairs" }, ...charts));
    table("t-sensitivity", ["Weight of", "From", "To", "First is", "Now"],
      sweeps.flatMap((sweep) => sweep.found.map(([route, from, to]) => {
        const now = weight[sweep.place];
        const here = now >= from - 1e-9 && (now < to || to === 1);
        return [sweep.name, short(from), short(to), route.id, here ? `${short(now)} is here` : ""];
      })));
  }

  // ---- the page

  const given = {
    headline: byId("headline").textContent,
    why: [...byId("why").childNodes].map((node) => node.cloneNode(true)),
  };

  const line = (label, text) => make("div", {}, make("dt", {}, label), make("dd", {}, text));

  /** The two least changes of a weight that make another route the first. */
  function turns(weight) {
    const found = [];
    criteria.forEach((name, place) => {
      const now = weight[place];
      const parts = stretches(weight, place).found;
      const here = parts.findIndex(([, from, to]) => now >= from - 1e-9 && (now < to || to === 1));
      const say = (part, than, bound) => part && found.push({
        away: Math.abs(bound - now),
        text: `${part[0].id} if ${name} weighs ${than} than ${short(bound)} (now ${short(now)})`,
      });
      if (here < 0) return;
      say(parts[here - 1], "less", parts[here][1]);
      say(parts[here + 1], "more", parts[here][2]);
    });
    found.sort((a, b) => a.away - b.away);
    return found.slice(0, 2).map((each) => each.text).join("; ") || "no change of one weight";
  }

  function why(ranking, weight) {
    const [first, second] = ranking;
    const lines = [];
    if (second) lines.push(line(`Why it stands before ${second.route.id}`,
      difference(first.route, second.route, weight)));
    let worst = -1;
    criteria.forEach((_, place) => {
      if (weight[place] && (worst < 0 || first.route.utility[place] < first.route.utility[worst])) worst = place;
    });
    lines.push(line("Its weakest side", `${criteria[worst]}: ` +
      `${short(first.route.utility[worst])} of the way ${data.swings[worst]}`));
    const notes = data.notes[first.route.id];
    if (notes) lines.push(line("Know before", notes.join("; ")));
    lines.push(line("How sure",
      "worked out for the weights of the question only; the command below says it for these"));
    byId("why").replaceChildren(...lines);
  }

  function rankingTable(ranking) {
    const rows = whole ? ranking : ranking.slice(0, 20);
    const count = new Map();
    for (const note of rows.flatMap((row) => data.notes[row.route.id] || [])) {
      count.set(note, (count.get(note) || 0) + 1);
    }
    const common = [...count.keys()].filter((note) => count.get(note) > 2);
    const letter = (note) => String.fromCharCode(97 + common.indexOf(note));
    const noted = (route) => (data.notes[route.id] || [])
      .map((note) => (common.includes(note) ? letter(note) : note)).sort((a, b) => a.length - b.length);
    byId("common-notes").replaceChildren(
      ...common.map((note) => make("li", {}, make("b", {}, letter(note)), ` ${note}`)));
    const cells = (row, place) => {
      const { route } = row;
      const chance = data.chances[route.id];
      const likely = moved ? "-" : chance
        ? chance[0] < 0.01 ? "<.01" : short(Math.min(chance[0], data.cap)) : "<.01";
      const texts = [place + 1, route.id, route.qualityText, route.costText, route.privacy,
        route.custom, short(row.score), likely, noted(route).join("; ")];
      const line = make("tr", { "data-route": route.id, "data-score": row.score });
      texts.forEach((text, column) => {
        const cell = column === 1 ? make("th", { scope: "row" }, text) : make("td", {}, text);
        if ([0, 2, 3, 5, 6, 7].includes(column)) cell.className = "n";
        line.append(cell);
      });
      return line;
    };
    byId("t-ranking").tBodies[0].replaceChildren(...rows.map(cells));
    const more = byId("more-ranking");
    more.replaceChildren();
    if (ranking.length > 20) {
      const text = whole ? "Show the first 20" : `Show all ${ranking.length} models`;
      const button = make("button", { type: "button", id: "show-all" }, text);
      button.addEventListener("click", () => { whole = !whole; update(); byId("show-all").focus(); });
      more.append(button);
    }
    byId("chance-note").hidden = false;
    byId("chance-note").textContent = moved
      ? "P(best) was worked out for the weights of the question: set them again to see it."
      : "P(best) is the probability of being the best, at the weights of the question.";
  }

  function needs(route) {
    byId("needs-of").textContent = `Each need, and what is known of ${route.id}.`;
    table("t-needs", ["Need", "Asked", "Met", "What is known"], data.asked.map(([name, asked], place) => {
      const [state, is] = route.ledger[place];
      return [name, asked, state, is];
    }));
    for (const row of byId("t-needs").tBodies[0].rows) row.dataset.state = row.cells[2].textContent;
  }

  function command() {
    const now = criteria.map((name, place) => `${name}=${points[place]}`).join(",");
    byId("command-now").textContent = moved
      ? `${data.command} --weights ${now} --as-of ${data.day}` : data.again;
  }

  let announced = 0;
  function announce(text) {
    clearTimeout(announced);
    announced = setTimeout(() => { byId("announce").textContent = text; }, 600);
  }

  /** Weights, sliders, text and tables now; charts with the next frame. */
  function update() {
    let total = 0;
    for (const each of points) total += each;
    const zero = !(total > 0);
    byId("zero").hidden = !zero;
    if (zero) return;
    const weight = moved ? shares(points) : data.weights;
    sliders.forEach((slider, place) => slider.show(points[place], weight[place], total));
    const ranking = rank(weight);
    if (moved) {
      byId("headline").textContent = headline(ranking, weight);
      why(ranking, weight);
    } else {
      byId("headline").textContent = given.headline;
      byId("why").replaceChildren(...given.why.map((node) => node.cloneNode(true)));
    }
    const sure = [...byId("why").children].find((row) => row.textContent.startsWith("How sure"));
    const turn = line("What turns it", turns(weight));
    turn.id = "turns";
    byId("why").insertBefore(turn, sure || null);
    const [first, second] = ranking;
    byId("first-line").textContent = `First: ${first.route.id}, score ${short(first.score)}` +
      (second ? `. Second: ${second.route.id}, ${short(second.score)}.` : ".");
    needs(first.route);
    rankingTable(ranking);
    command();
    later = () => charts(ranking, weight);
    if (document.readyState !== "loading") schedule();
    return ranking;
  }

  /** Charts wait for their library, which stands below this script, and for the next frame. */
  let drawing = 0;
  let later = () => {};
  function schedule() {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => later());
  }

  function charts(ranking, weight) {
    rankingChart(ranking, weight);
    contributionsChart(ranking, weight);
    paretoChart(ranking);
    costChart(ranking);
    sensitivityChart(weight);
    performance.mark("llmpick-drawn");
    document.documentElement.dataset.ready = "yes";
  }

  function slider(name, place) {
    const id = `w-${name}`;
    const input = make("input", {
      type: "range", id, min: 0, max: 100, step: 1, "aria-describedby": `${id}-swing`,
    });
    const share = make("output", { for: id });
    byId("sliders").append(make("div", { class: "slider" },
      make("label", { for: id }, name), input, share,
      make("p", { id: `${id}-swing`, class: "quiet" }, data.swings[place])));
    input.addEventListener("input", () => {
      if (!moved) points = points.map((each) => Math.round(each * 1e4) / 100);
      moved = true;
      points[place] = Number(input.value);
      const ranking = update();
      if (ranking) announce(`First is now ${ranking[0].route.id}`);
    });
    return {
      show(value, weight) {
        const shown = moved ? value : value * 100;
        if (Number(input.value) !== Math.round(shown)) input.value = String(Math.round(shown));
        share.textContent = `${(weight * 100).toFixed(0)}%`;
        input.setAttribute("aria-valuetext",
          `${Math.round(shown)} points, ${(weight * 100).toFixed(0)} percent of the score`);
      },
    };
  }

  if (!routes.length) {
    for (const section of document.querySelectorAll(".live, #ranking, #evidence")) section.hidden = true;
    document.documentElement.dataset.ready = "yes";
    return;
  }
  const sliders = criteria.map(slider);
  const start = (text, weights) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      moved = weights !== null;
      points = (weights || data.weights).slice();
      const ranking = update();
      announce(`First is now ${ranking[0].route.id}`);
    });
    byId("presets").append(button);
  };
  start("As asked", null);
  for (const [name, weights] of Object.entries(data.presets)) start(name, weights);
  addEventListener("beforeprint", () => {
    for (const item of document.querySelectorAll("main details")) item.open = true;
  });
  let resized = 0;
  let before_ = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === before_) return;
    before_ = innerWidth;
    clearTimeout(resized);
    resized = setTimeout(update, 150);
  });
  addEventListener("DOMContentLoaded", schedule);
  update();
  performance.mark("llmpick-interactive");
})();
