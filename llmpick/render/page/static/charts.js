"use strict";
/* The charts of a report, drawn anew for the reader's weights and for paper. */
(() => {
  const page = window.llmpick;
  const { data, byId, make, say, colours, dashes, interval, stretches, short, money, table } = page;
  const TOP = 10;
  const PAPER = 690; // pixels of a sheet of A4 between its margins
  let paper = false;

  const routes = data.routes;
  if (!routes.length) return;
  const criteria = data.called;
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const length = (text, bold = false) => brush.measureText(text).width * (bold ? 1.12 : 1);

  const wide = (id) => (paper ? PAPER : Math.max(280, Math.floor(byId(id).clientWidth) || 640));
  const ticks = (width) => (width < 500 ? 3 : 6);
  const STYLE = { fontSize: "12px", background: "none", overflow: "visible" };
  const thousands = (each) => d3.format("~s")(each);

  /** Put a chart into its figure, with its keys, a description and the ways to save it. */
  function draw(id, label, svg, keys) {
    byId(id).replaceChildren(...(keys ? [keys] : []), svg, page.described(id, label, svg, keys));
  }

  // ---- bars and intervals: one row a route, its whole name beside or above it

  const named = (route) => say("on", { model: route.label, host: route.host });

  /** Rows of a chart: names stand in the margin where they fit, else above their bars. */
  function frame(id, rows, more) {
    const width = wide(id);
    const names = rows.map((row) => named(row.route));
    const widest = Math.max(...names.map(length)) + 14;
    const beside = widest < width * 0.45;
    const room = width - 16;
    const lines = Math.max(...names.map((name) => Math.ceil(length(name) / room)));
    const above = beside ? 0 : 15 * lines + 2;
    const of = new Map(rows.map((row, place) => [row.route.id, names[place]]));
    return {
      above,
      marks: beside ? [] : [Plot.text(rows, {
        y: (row) => row.route.id, text: (row) => named(row.route), frameAnchor: "left",
        textAnchor: "start", lineWidth: room / 12, lineAnchor: "bottom",
        dy: -(26 + above) / 2 + above + 1,
      })],
      settings: {
        width,
        height: (26 + above) * rows.length + 60,
        marginLeft: beside ? widest : 8,
        marginRight: 16,
        marginBottom: 36,
        style: STYLE,
        y: {
          domain: rows.map((row) => row.route.id), label: null, tickSize: 0,
          tickFormat: beside ? (key) => of.get(key) : () => "",
        },
        ...more,
      },
    };
  }

  function rankingChart(ranking, weight) {
    const rows = ranking.slice(0, TOP).map((row) => {
      const [low, high] = interval(row.route, weight, row.score);
      return { ...row, id: row.route.id, low, high };
    });
    const low = Math.max(0, Math.floor(Math.min(...rows.map((row) => row.low)) * 20) / 20 - 0.05);
    const high = Math.min(1, Math.ceil(Math.max(...rows.map((row) => row.high)) * 20) / 20);
    const made = frame("c-ranking", rows, {
      x: { domain: [low, high], label: say("axis_score", {}), grid: true, ticks: ticks(wide("c-ranking")) },
    });
    const dy = made.above / 2;
    const svg = Plot.plot({ ...made.settings, marks: [
      Plot.ruleX([rows[0].score], { stroke: "var(--accent)", strokeDasharray: "3,4" }),
      Plot.ruleY(rows, { x1: "low", x2: "high", y: "id", stroke: "var(--line)", strokeWidth: 3, dy }),
      Plot.dot(rows, { x: "score", y: "id", r: 5, fill: "var(--accent)", dy }),
      ...made.marks,
    ] });
    draw("c-ranking", say("c_ranking", {}), svg, page.legend(
      page.key("shape", { d: d3.symbol(d3.symbolCircle, 78)(), fill: "var(--accent)" }, say("key_score", {})),
      page.key("shape", { d: "M-8,0 H8", stroke: "var(--line)", width: 3 }, say("key_interval", {}))));
  }

  /** Bars of parts: each series has a colour and a hatching. */
  function stacked(id, label, axis, rows, names, parts, told) {
    const made = frame(id, rows, {
      x: { ...axis, grid: true, ticks: ticks(wide(id)) },
      color: { domain: names, range: names.map((_, place) => `url(#${id}-p${place})`) },
    });
    const svg = Plot.plot({ ...made.settings, marks: [
      () => page.element("defs", {}, ...names.map((_, place) => page.pattern(`${id}-p${place}`, place))),
      Plot.barX(parts, {
        x: "value", y: "id", fill: "name", order: names, insetTop: 2 + made.above, insetBottom: 2,
        title: told,
      }),
      Plot.ruleX([0]),
      ...made.marks,
    ] });
    const used = names.filter((name) => parts.some((part) => part.name === name && part.value > 0));
    draw(id, label, svg,
      page.legend(...used.map((name) => page.key("bar", names.indexOf(name), name))));
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
    stacked("c-contributions", say("c_contributions", {}), { label: say("axis_score", {}) }, rows, criteria, parts,
      (part) => `${part.name}: ${part.value.toFixed(3)}`);
    table("t-contributions",
      [say("h_route", {}), ...criteria.map((name) => `>${name}`), `>${say("h_score", {})}`],
      rows.map((row) => [
        named(row.route),
        ...addingUp(row.route.utility.map((each, place) => weight[place] * each), row.score),
        row.score.toFixed(3),
      ]));
  }

  function costChart(ranking) {
    const rows = ranking.slice(0, TOP);
    const parts = rows.flatMap((row) => data.terms.map((name, place) => ({
      id: row.route.id, name, value: row.route.terms[place],
    }))).filter((part) => part.value > 0);
    const axis = { label: say("axis_usd", {}), tickFormat: thousands };
    stacked("c-cost", say("c_cost", {}), axis, rows, data.terms, parts,
      (part) => `${part.name}: ${money(part.value)} USD`);
    table("t-cost",
      [say("h_route", {}), ...data.terms.map((name) => `>${name}`), `>${say("h_usd", {})}`],
      rows.map((row) => [named(row.route), ...row.route.terms.map(money), money(row.route.cost)]));
  }

  // ---- quality against cost

  const MARKS = {
    use: { symbol: d3.symbolStar, size: 190, fill: "var(--accent)" },
    better: { symbol: d3.symbolTriangle, size: 130, fill: "var(--c5)" },
    cheaper: { symbol: d3.symbolTriangle, size: 130, fill: "var(--c4)", turned: true },
    line: { symbol: d3.symbolDiamond, size: 60, fill: "var(--c1)" },
  };
  const outline = (mark) => {
    const d = d3.symbol(mark.symbol, Math.min(mark.size, 80))();
    return mark.turned ? d.replace(/-?\d+(\.\d+)?/g, (number) => String(-Number(number))) : d;
  };

  /** Where a name stands without touching another, a pick or the frame; null where nowhere. */
  function placed(taken, x, y, wide_, bounds) {
    const sides = [
      [x + 10, y - 7], [x - wide_ - 10, y - 7], [x - wide_ / 2, y - 26], [x - wide_ / 2, y + 11],
      [x + 6, y - 24], [x + 6, y + 10], [x - wide_ - 6, y - 24], [x - wide_ - 6, y + 10],
    ];
    for (const [left, top] of sides) {
      const box = { left, top, right: left + wide_, bottom: top + 15 };
      const inside = box.left >= bounds.left && box.right <= bounds.right &&
        box.top >= bounds.top && box.bottom <= bounds.bottom;
      const free = !taken.some((other) => box.left < other.right && other.left < box.right &&
        box.top < other.bottom && other.top < box.bottom);
      if (inside && free) return box;
    }
    return null;
  }

  function paretoChart(ranking) {
    const rows = routes.filter((route) => route.quality)
      .map((route) => ({ ...route, x: Math.max(route.cost, 0.01), y: route.quality[0] }));
    if (!rows.length) return;
    const front = [];
    for (const row of [...rows].sort((a, b) => a.x - b.x || b.y - a.y)) {
      if (!front.length || row.y > front.at(-1).y) front.push(row);
    }
    const picks = data.picks.map((pick) => ({ ...pick, x: Math.max(pick.cost, 0.01), y: pick.points }))
      .filter((pick) => pick.points !== null);
    const chosen = new Set(picks.map((pick) => pick.id));
    const first = page.now.moved ? rows.filter((row) => row.id === ranking[0].route.id) : [];
    const width = wide("c-pareto");
    const title = (row) =>
      `${row.name}\n${row.qualityText}\n${row.costText} USD\n${row.privacy}`;
    const mark = (kind) => ({ x: "x", y: "y", fill: MARKS[kind].fill, stroke: "var(--ground)", strokeWidth: 1,
      symbol: MARKS[kind].symbol, r: Math.sqrt(MARKS[kind].size / Math.PI), rotate: MARKS[kind].turned ? 180 : 0 });
    const everywhere = [...rows, ...picks];
    const costs = everywhere.map((row) => row.x).concat(data.budget || []);
    const svg = Plot.plot({
      width,
      height: paper ? 300 : Math.min(470, Math.max(340, width * 0.62)),
      marginLeft: 40,
      marginTop: 26,
      marginBottom: 40,
      marginRight: 20,
      style: STYLE,
      x: {
        type: "log", domain: [Math.min(...costs) * 0.8, Math.max(...costs) * 1.4],
        label: say("axis_usd_log", {}), grid: true, ticks: ticks(width), tickFormat: thousands,
      },
      y: { label: say("axis_quality", {}), grid: true, nice: true },
      marks: [
        data.budget ? Plot.ruleX([data.budget], { stroke: "var(--warn)", strokeDasharray: "4,3" }) : null,
        Plot.dot(rows, { x: "x", y: "y", r: 3, stroke: "var(--line)", strokeOpacity: 0.8 }),
        Plot.line(front, { x: "x", y: "y", stroke: "var(--c1)", strokeWidth: 2, curve: "step-after" }),
        Plot.dot(front.filter((row) => !chosen.has(row.id)), mark("line")),
        ...picks.map((pick) => Plot.dot([pick], mark(pick.pick))),
        Plot.dot(first, { x: "x", y: "y", r: 11, stroke: "currentColor", strokeWidth: 2, strokeDasharray: "3,2" }),
        paper ? null : Plot.tip(rows, Plot.pointer({
          x: "x", y: "y", title, fill: "var(--ground)", stroke: "var(--line)",
        })),
      ],
    });
    const [xs, ys] = [svg.scale("x"), svg.scale("y")];
    const at = (row) => [xs.apply(row.x), ys.apply(row.y)];
    const around = (row, size) => {
      const [x, y] = at(row);
      return { left: x - size, right: x + size, top: y - size, bottom: y + size };
    };
    const taken = [...picks.map((pick) => around(pick, 8)), ...front.map((row) => around(row, 4))];
    front.slice(1).forEach((row, place) => { // the steps of the line
      const [[x, y], [right, top]] = [at(front[place]), at(row)];
      taken.push({ left: x, right, top: y - 1, bottom: y + 1 },
        { left: right - 1, right: right + 1, top, bottom: y });
    });
    const bounds = { left: 42, right: width - 2, top: 18, bottom: svg.viewBox.baseVal.height - 40 };
    const label = (row, text, attributes) => {
      const [x, y] = at(row);
      const box = placed(taken, x, y, length(text, "font-weight" in attributes) + 4, bounds);
      if (!box) return;
      taken.push(box);
      svg.append(page.element("text", {
        x: box.left + 2, y: box.top + 12, "font-size": 12, fill: "currentColor", stroke: "var(--ground)",
        "stroke-width": 4, "paint-order": "stroke", ...attributes,
      }, text));
    };
    for (const pick of picks) label(pick, pick.label, { "font-weight": 700 });
    const now = first.filter((row) => !chosen.has(row.id));
    for (const row of now) label(row, row.label, { "font-weight": 700 });
    for (const row of front.filter((each) => !chosen.has(each.id) && !now.includes(each)).reverse()) label(row, row.label, {});
    const shape = (kind) => ({ d: outline(MARKS[kind]), fill: MARKS[kind].fill });
    const keys = picks.map((pick) => page.key("shape", shape(pick.pick),
      say(page.now.moved ? "key_pick_asked" : "key_pick", { pick: pick.called, name: pick.name })));
    keys.push(page.key("shape", { ...shape("line") }, say("key_line", {})));
    keys.push(page.key("shape", { d: d3.symbol(d3.symbolCircle, 32)(), stroke: "var(--line)" }, say("key_rest", {})));
    if (data.budget) {
      keys.push(page.key("shape", { d: "M0,-7 V7", stroke: "var(--warn)", width: 2, dash: "4,3" },
        say("key_budget", { usd: money(data.budget) })));
    }
    if (first.length) {
      keys.push(page.key("shape", { d: d3.symbol(d3.symbolCircle, 130)(), stroke: "currentColor", width: 2, dash: "3,2" },
        say("key_now", { name: first[0].name })));
    }
    draw("c-pareto", say("c_pareto", { task: data.task }), svg, page.legend(...keys));
    table("t-pareto",
      [say("h_route", {}), `>${say("h_quality", {})}`, `>${say("h_usd", {})}`, say("h_privacy", {})],
      front.map((row) => [row.name, row.qualityText, row.costText, row.privacy]));
  }

  // ---- what would change it

  function sensitivityChart(weight) {
    const sweeps = criteria.map((name, place) => ({ name, place, ...stretches(weight, place) }));
    const winners = new Map();
    for (const sweep of sweeps) for (const [route] of sweep.found) winners.set(route.id, route);
    const ids = [...winners.keys()];
    const place = (id) => ids.indexOf(id);
    const keys = page.legend(...ids.map((id) => page.key("line", place(id), named(winners.get(id)))));
    const full = wide("c-sensitivity");
    const each = full < 560 ? full : Math.floor((full - 24) / 2);
    const charts = sweeps.map((sweep) => {
      const lines = sweep.lines.filter((line) => winners.has(line.route.id));
      const ends = (line) => [0, 1].map((t) => ({ t, score: line.start + line.slope * t }));
      const series = (id, strokeWidth, strokeOpacity = 1) => ({
        x: "t", y: "score", stroke: colours[place(id) % 6], strokeWidth, strokeOpacity,
        strokeDasharray: dashes(place(id)),
      });
      const svg = Plot.plot({
        width: each, height: paper ? 130 : 200, marginLeft: 40, marginBottom: 36,
        style: STYLE,
        x: { domain: [0, 1], label: say("axis_weight", { criterion: sweep.name }), ticks: 5 },
        y: { label: say("axis_score", {}), grid: true, ticks: 4 },
        marks: [
          ...lines.map((line) => Plot.line(ends(line), series(line.route.id, 1, 0.6))),
          ...sweep.found.map(([route, from, to]) => {
            const line = sweep.lines.find((item) => item.route === route);
            return Plot.line([from, to].map((t) => ({ t, score: line.start + line.slope * t })),
              series(route.id, 4));
          }),
          Plot.ruleX([weight[sweep.place]], { stroke: "currentColor", strokeDasharray: "3,3" }),
        ],
      });
      const label = say("c_sensitivity", { criterion: sweep.name });
      return make("div", {}, svg, page.described(`c-weight-of-${data.criteria[sweep.place]}`, label, svg, keys));
    });
    byId("c-sensitivity").replaceChildren(keys, make("div", { class: "pairs" }, ...charts));
    const heads = ["h_weight", "h_from", "h_to", "h_first", "h_now"].map((head) => say(head, {}));
    table("t-sensitivity", heads,
      sweeps.flatMap((sweep) => sweep.found.map(([route, from, to], row) => {
        const now = weight[sweep.place];
        const here = now >= from - 1e-9 && (now < to || to === 1);
        const found = [sweep.name, short(from), short(to), route.name, here ? say("here", { now: short(now) }) : ""];
        found.route = route.id;
        return found;
      })));
  }

  page.draw = () => {
    const { ranking, weight } = page.now;
    paretoChart(ranking);
    rankingChart(ranking, weight);
    contributionsChart(ranking, weight);
    costChart(ranking);
    sensitivityChart(weight);
    performance.mark("llmpick-drawn");
    document.documentElement.dataset.ready = "yes";
  };
  const printed = (now) => { paper = now; page.draw(); };
  addEventListener("beforeprint", () => printed(true));
  addEventListener("afterprint", () => printed(false));
})();
