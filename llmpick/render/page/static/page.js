"use strict";
/* The ranking at the reader's weights: text, tables, sliders and address. */
(() => {
  const page = window.llmpick;
  const { data, byId, make, say, shares, interval, rank, stretches } = page;
  const routes = data.routes;
  const criteria = data.criteria;
  const called = data.called;
  const [comma, semicolon] = data.between;
  let points = data.weights.slice();
  let moved = false;
  let whole = false;

  // ---- words

  const short = (value) => value.toFixed(2).replace(/^0\./, ".");
  const signed = (value) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;
  const counted = (one, many, count) => say(String(count) === "1" ? one : many, { count });
  const pointsOf = (gap) => counted("point_one", "point_many", Math.abs(gap).toFixed(0));

  function money(amount) {
    if (amount < 10) return amount.toFixed(2);
    const step = 10 ** (Math.floor(Math.log10(amount)) - 1);
    return (Math.round(amount / step) * step).toLocaleString("en-US", { maximumFractionDigits: 0 });
  }

  function listed(parts) {
    if (parts.length < 2) return parts.join("");
    return say("and", { list: parts.slice(0, -1).join(comma), last: parts.at(-1) });
  }

  /** What sets one route before another: each criterion with what it adds to the score. */
  function difference(one, two, weight) {
    const parts = [];
    criteria.forEach((name, place) => {
      const gap = weight[place] * one.utility[place] - weight[place] * two.utility[place];
      if (Math.abs(gap) < 0.005) return;
      let words = called[place];
      if (name === "cost") {
        const more = one.cost - two.cost;
        words = say(more > 0 ? "dearer" : "cheaper", { usd: money(Math.abs(more)) });
      } else if (name === "privacy") {
        words = say("privacy_gap", { one: one.privacy, two: two.privacy });
      } else if (name === "performance" && one.quality && two.quality) {
        const more = one.quality[0] - two.quality[0];
        words = say(more > 0 ? "quality_more" : "quality_less", { points: pointsOf(more) });
      } else if (name === "customisability") {
        const more = one.custom - two.custom;
        words = say(more > 0 ? "custom_more" : "custom_less", { points: pointsOf(more) });
      }
      parts.push(`${words} (${signed(gap)})`);
    });
    return parts.join(comma) || say("alike", {});
  }

  /** The sentence for weights that the program was not asked about. */
  function headline(ranking, weight) {
    const [first, ...others] = ranking;
    const near = others.filter((row) => interval(row.route, weight, row.score)[1] >= first.score);
    const text = say("use_now", {
      name: first.route.name,
      models: counted("model_one", "model_many", data.models),
      usd: first.route.costText,
    });
    if (!near.length) return text;
    const names = near.slice(0, 3).map((row) => row.route.label);
    if (near.length > 3) names.push(say("more_names", { count: near.length - 3 }));
    return `${text} ${say("near", { names: listed(names) })}`;
  }

  // ---- elements

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

  // ---- what follows the weights

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
      const tell = (part, how, bound) => part && found.push({
        away: Math.abs(bound - now),
        text: say(how, { route: part[0].name, criterion: called[place], bound: short(bound), now: short(now) }),
      });
      if (here < 0) return;
      tell(parts[here - 1], "turn_less", parts[here][1]);
      tell(parts[here + 1], "turn_more", parts[here][2]);
    });
    found.sort((a, b) => a.away - b.away);
    return found.slice(0, 2).map((each) => each.text).join(semicolon) || say("no_turn", {});
  }

  function why(ranking, weight) {
    const [first, second] = ranking;
    const lines = [];
    if (second) lines.push(line(say("before", { route: second.route.name }),
      difference(first.route, second.route, weight)));
    let worst = -1;
    criteria.forEach((_, place) => {
      if (weight[place] && (worst < 0 || first.route.utility[place] < first.route.utility[worst])) worst = place;
    });
    lines.push(line(say("weakest", {}), say("of_the_way", {
      criterion: called[worst], share: short(first.route.utility[worst]), swing: data.swings[worst],
    })));
    const notes = data.notes[first.route.id];
    if (notes) lines.push(line(say("know", {}), notes.join(semicolon)));
    lines.push(line(say("sure", {}), say("not_sure", {})));
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
      const texts = [place + 1, route.name, route.qualityText, route.costText, route.privacy,
        route.custom, short(row.score), likely, noted(route).join("; ")];
      const found = make("tr", { "data-route": route.id, "data-score": row.score });
      texts.forEach((text, column) => {
        const cell = column === 1 ? make("th", { scope: "row" }, text) : make("td", {}, text);
        if ([0, 2, 3, 5, 6, 7].includes(column)) cell.className = "n";
        found.append(cell);
      });
      return found;
    };
    byId("t-ranking").tBodies[0].replaceChildren(...rows.map(cells));
    const more = byId("more-ranking");
    more.replaceChildren();
    if (ranking.length > 20) {
      const text = whole ? say("show_few", {}) : say("show_all", { count: ranking.length });
      const button = make("button", { type: "button", id: "show-all" }, text);
      button.addEventListener("click", () => { whole = !whole; update(); byId("show-all").focus(); });
      more.append(button);
    }
    byId("chance-note").textContent = moved ? say("chance_moved", {}) : given.chance;
  }
  given.chance = byId("chance-note").textContent;

  function needs(route) {
    byId("needs-of").textContent = say("needs_of", { route: route.name });
    const heads = ["h_need", "h_asked", "h_met", "h_known"].map((head) => say(head, {}));
    table("t-needs", heads, data.asked.map(([name, asked], place) => {
      const [, state, is] = route.ledger[place];
      return [name, asked, state, is];
    }));
    [...byId("t-needs").tBodies[0].rows].forEach((row, place) => { [row.dataset.state] = route.ledger[place]; });
  }

  function command() {
    const now = criteria.map((name, place) => `${name}=${points[place]}`).join(",");
    byId("command-now").textContent = moved
      ? `${data.command} --weights ${now} --as-of ${data.day}` : data.again;
  }

  let announced = 0;
  function announce(ranking) {
    if (!ranking) return;
    clearTimeout(announced);
    const text = say("first_is_now", { route: ranking[0].route.name });
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
    sliders.forEach((slider, place) => slider.show(points[place], weight[place]));
    const ranking = rank(weight);
    document.documentElement.toggleAttribute("data-moved", moved);
    byId("steps-gone").hidden = !moved;
    if (moved) {
      byId("headline").textContent = headline(ranking, weight);
      byId("steps-gone").textContent = say("steps_gone", {});
      why(ranking, weight);
    } else {
      byId("headline").textContent = given.headline;
      byId("why").replaceChildren(...given.why.map((node) => node.cloneNode(true)));
    }
    const sure = [...byId("why").children].find((row) => row.textContent.startsWith(say("sure", {})));
    const turn = line(say("turns", {}), turns(weight));
    turn.id = "turns";
    byId("why").insertBefore(turn, sure || null);
    const [first, second] = ranking;
    byId("first-line").textContent =
      say("first", { one: first.route.name, score: short(first.score) }) +
      (second ? say("second", { two: second.route.name, score: short(second.score) }) : ".");
    needs(first.route);
    rankingTable(ranking);
    command();
    page.now = { ranking, weight, moved };
    if (document.readyState !== "loading") schedule();
    return ranking;
  }

  /** Charts wait for their library, which stands below this script, and for the next frame. */
  let drawing = 0;
  function schedule() {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => page.draw());
  }

  // ---- weights in the address

  /** Keep moved weights, and the section that is read, in the address: `#w=65,25,7,3&at=why`. */
  function remember(at) {
    const parts = [...(moved ? [`w=${points.join(",")}`] : []), ...(at ? [`at=${at}`] : [])];
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  }

  /** Take the weights that the address holds; without any, those that were asked for. */
  function recall() {
    const held = new URLSearchParams(location.hash.slice(1));
    const found = (held.get("w") || "").split(",").map(Number);
    const sound = held.has("w") && found.length === criteria.length &&
      found.every((each) => each >= 0 && each <= 100) && found.some((each) => each > 0);
    moved = sound;
    points = sound ? found : data.weights.slice();
    return held.get("at");
  }

  const show = (id) => {
    const found = id && byId(id);
    if (found) found.scrollIntoView();
  };

  for (const link of document.querySelectorAll("nav a")) {
    link.addEventListener("click", (event) => {
      if (!moved) return;
      event.preventDefault();
      const id = link.getAttribute("href").slice(1);
      remember(id);
      show(id);
    });
  }
  addEventListener("hashchange", () => {
    if (!/^#(w|at)=/.test(location.hash)) return;
    const at = recall();
    update();
    show(at);
  });

  // ---- sliders

  function slider(name, place) {
    const id = `w-${name}`;
    const input = make("input", {
      type: "range", id, min: 0, max: 100, step: 1, "aria-describedby": `${id}-swing`,
    });
    const share = make("output", { for: id });
    byId("sliders").append(make("div", { class: "slider" },
      make("label", { for: id }, called[place]), input, share,
      make("p", { id: `${id}-swing`, class: "quiet" }, data.swings[place])));
    input.addEventListener("input", () => {
      if (!moved) points = points.map((each) => Math.round(each * 1e4) / 100);
      moved = true;
      points[place] = Number(input.value);
      announce(update());
      remember();
    });
    return {
      show(value, weight) {
        const shown = moved ? value : value * 100;
        if (Number(input.value) !== Math.round(shown)) input.value = String(Math.round(shown));
        share.textContent = `${(weight * 100).toFixed(0)}%`;
        input.setAttribute("aria-valuetext",
          say("percent_of", { points: Math.round(shown), share: (weight * 100).toFixed(0) }));
      },
    };
  }

  page.draw = () => {};
  if (!routes.length) {
    for (const section of document.querySelectorAll(".live, #reasons, #ranking, #evidence")) section.hidden = true;
    for (const link of document.querySelectorAll("nav a")) {
      const section = byId(link.getAttribute("href").slice(1));
      link.parentElement.hidden = !section || section.hidden;
    }
    document.documentElement.dataset.ready = "yes";
    return;
  }
  const sliders = criteria.map(slider);
  const start = (text, weights) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      moved = weights !== null;
      points = (weights || data.weights).slice();
      announce(update());
      remember();
    });
    byId("presets").append(button);
  };
  start(say("as_asked", {}), null);
  for (const [name, weights] of Object.entries(data.presets)) start(name, weights);
  let resized = 0;
  let before_ = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === before_) return;
    before_ = innerWidth;
    clearTimeout(resized);
    resized = setTimeout(schedule, 150);
  });
  addEventListener("DOMContentLoaded", schedule);
  Object.assign(page, { short, money, table });
  const at = recall();
  update();
  if (at) addEventListener("DOMContentLoaded", () => show(at));
  performance.mark("llmpick-interactive");
})();
