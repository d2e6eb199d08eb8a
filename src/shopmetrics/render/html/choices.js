// Shows a platform, a shop and a SKU by themselves: adds counts up, then divides, never the reverse.
// All text goes in as text; the formulas are those of stats/intervals.py and judge.py.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("counts").textContent);
  const { say, least, write } = data;
  const ALL = 0, OTHERS = 1, FIRST = 2, SHOWN = 50, DEAREST = 10, REASONS = 5;
  const [N, K, UNITS, K_UNITS, AMOUNT, K_AMOUNT, HOURS, WEEKDAYS, GAVE] = [3, 4, 5, 6, 7, 8, 9, 11, 13];
  const at = (id) => document.getElementById(id);
  const platform = at("platform"), shop = at("shop"), input = at("sku"), list = at("skus");
  let chosen = ALL, active = -1, matches = [];

  // -- numbers as the rest of the page writes them
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
  const count = (n) => grouped(String(n));
  function tenth(value) { // half to even on the digits that are written, as Python does
    if (value < 1e-6) return "0.0";
    const [whole, rest = ""] = String(value).split(".");
    if (rest.length < 2) return `${grouped(whole)}.${rest || 0}`;
    const kept = Number(rest[0]), over = rest.slice(1);
    const tie = over[0] === "5" && /^50*$/.test(over);
    const up = tie ? kept % 2 === 1 : over[0] >= "5";
    const tenths = Number(whole) * 10 + kept + (up ? 1 : 0);
    return `${count(Math.floor(tenths / 10))}.${tenths % 10}`;
  }
  const share = (value) => (value === null ? "–" : tenth(value * 100) + write.share);
  function money(minor) {
    if (!write.money) return "–";
    const digits = String(minor).padStart(write.decimals + 1, "0");
    const cut = digits.length - write.decimals;
    const rest = write.decimals ? `.${digits.slice(cut)}` : "";
    return write.money[0] + grouped(digits.slice(0, cut)) + rest + write.money[1];
  }
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // -- statistics
  const rate = (k, n) => (n ? k / n : null);
  function wilson(k, n) {
    if (!n || k > n) return [null, null];
    const p = k / n, z = data.z, centre = p + z * z / (2 * n);
    const half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const end = (value) => value / (1 + z * z / n);
    return [k === 0 ? 0 : end(centre - half), k === n ? 1 : end(centre + half)];
  }
  function level(value) {
    const [good, alarm] = data.band;
    return value <= good ? "good" : value <= alarm ? "watch" : "alarm";
  }
  function judged(k, n) {
    const value = rate(k, n), [low, high] = wilson(k, n);
    if (value === null || n < least) return { level: "too_few", sure: true };
    if (!data.band) return { level: "", sure: true };
    const found = level(value);
    return { level: found, sure: low !== null && level(low) === found && level(high) === found };
  }

  const levelWord = (name) => say[`level.${name}`] || "";

  // -- what is chosen, added up
  const here = (cell) => (platform.value === "" || cell[0] === Number(platform.value))
    && (shop.value === "" || cell[1] === Number(shop.value));
  function sum(cells) {
    const total = Array(14).fill(0);
    for (const i of [HOURS, HOURS + 1]) total[i] = Array(24).fill(0);
    for (const i of [WEEKDAYS, WEEKDAYS + 1]) total[i] = Array(7).fill(0);
    total[GAVE] = new Map();
    for (const cell of cells) {
      for (let i = N; i <= K_AMOUNT; i += 1) total[i] += cell[i];
      for (let i = HOURS; i < GAVE; i += 1) cell[i].forEach((n, slot) => { total[i][slot] += n; });
      for (const [reason, n] of cell[GAVE]) total[GAVE].set(reason, (total[GAVE].get(reason) || 0) + n);
    }
    return total;
  }
  function bySku() { // items of the chosen place with their sums, most orders first
    const found = new Map();
    for (const cell of data.cells) {
      if (cell[2] !== ALL && here(cell)) {
        const sums = found.get(cell[2]) || { item: cell[2], n: 0, k: 0, amount: 0 };
        sums.n += cell[N]; sums.k += cell[K]; sums.amount += cell[K_AMOUNT];
        found.set(cell[2], sums);
      }
    }
    return [...found.values()].sort((a, b) => (a.item === OTHERS) - (b.item === OTHERS) || b.n - a.n || a.item - b.item);
  }
  const skuOf = (item) => (item === OTHERS ? say.others : data.skus[item - FIRST][0]);
  const titleOf = (item) => (item === OTHERS ? "" : data.skus[item - FIRST][1]);
  const named = (item) => [skuOf(item), titleOf(item) === skuOf(item) ? "" : titleOf(item)].filter(Boolean).join(" ");
  function what() {
    const parts = [
      platform.value === "" ? "" : data.platforms[platform.value],
      shop.value === "" ? "" : data.shops[shop.value],
      chosen === ALL ? "" : named(chosen),
    ].filter((part, i, all) => part && all.indexOf(part) === i);
    return parts.join(" · ") || say["choice.whole"];
  }

  // -- the page
  function make(tag, text, kind) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function row(cells) {
    const made = make("tr");
    made.append(...cells);
    return made;
  }
  const right = (text, kind = "") => make("td", text, `right ${kind}`);
  function bar(value, top) {
    const made = right(share(value), "bar");
    made.style.setProperty("--share", `${(100 * (top ? Math.min((value || 0) / top, 1) : 0)).toFixed(1)}%`);
    return made;
  }
  function counted(k, n, written = count) { // on a phone what it is of stands below
    const made = right(written(k));
    made.append(make("small", at("rates").dataset.of.replace("{n}", written(n))));
    return made;
  }
  function showVerdict(total) {
    const [k, n] = [total[K], total[N]], found = judged(k, n), [low, high] = wilson(k, n);
    const tone = n >= least && found.level ? found.level : "quiet";
    at("verdict").className = `card ${tone}`;
    at("value").textContent = share(rate(k, n));
    at("value").className = `value ${tone}`;
    const mark = make("span", data.marks[found.level] || "");
    mark.setAttribute("aria-hidden", "true");
    at("level").className = `level ${tone}`;
    at("level").replaceChildren(mark, ` ${levelWord(found.level)}`);
    const lines = [
      low === null ? "" : fill(say["verdict.range"], { k: count(k), n: count(n), low: share(low), high: share(high) }),
      say.bands || "",
      found.level === "too_few" ? say["verdict.few"] : found.sure ? "" : say["verdict.unsure"],
    ];
    at("details").replaceChildren(...lines.filter(Boolean).map((line) => make("p", line)));
    const values = { what: what(), k: count(k), n: count(n), rate: share(rate(k, n)) };
    at("said").textContent = n ? [fill(say["choice.said"], values), levelWord(found.level)].filter(Boolean).join(" · ") : fill(say["choice.nothing"], values);
  }
  function showRates(total) {
    const rows = [[K, N, count], [K_UNITS, UNITS, count], [K_AMOUNT, AMOUNT, money]];
    const values = rows.map(([k, n]) => rate(total[k], total[n]) || 0);
    [...at("rates").rows].forEach((tr, i) => {
      const [k, n, written] = rows[i], [low, high] = i ? [null, null] : wilson(total[k], total[n]);
      const untold = written === money && !write.money;
      const value = untold ? null : rate(total[k], total[n]);
      const cells = [right(written(total[n]), "n"), counted(total[k], total[n], written), bar(value, Math.max(...values))];
      tr.replaceChildren(tr.cells[0], ...cells, right(share(low), "rank3"), right(share(high), "rank3"));
    });
  }
  function showReasons(total) {
    const ranked = [...total[GAVE]].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, REASONS);
    const top = ranked.length ? rate(ranked[0][1], total[K]) : 0;
    at("reasons").replaceChildren(...ranked.map(([reason, n]) => row([
      make("td", data.reasons[reason][0], "long endless"), make("td", data.reasons[reason][1], "rank1"),
      right(count(n)), bar(rate(n, total[K]), top),
    ])));
    at("reasons-told").hidden = !ranked.length;
    at("reasons-none").hidden = ranked.length > 0;
  }
  function showSlots(id, total, first, names) {
    const rates = total[first].map((n, i) => rate(total[first + 1][i], n));
    const whole = rate(total[K], total[N]);
    const sound = rates.filter((_, i) => total[first][i] >= least);
    const top = Math.max(whole || 0, ...(sound.length ? sound : rates.map((one) => one || 0))) * 1.1;
    const height = (value) => `${(100 * (top ? Math.min((value || 0) / top, 1) : 0)).toFixed(1)}%`;
    at(id).style.setProperty("--whole", height(whole));
    at(id).replaceChildren(...names.map((name, i) => {
      const slot = make("li", undefined, total[first][i] < least ? "few" : ""), column = make("i");
      column.style.setProperty("--share", height(rates[i]));
      slot.append(column, make("b", name));
      return slot;
    }));
    at(`${id}-numbers`).replaceChildren(...names.map((name, i) => {
      const [low, high] = wilson(total[first + 1][i], total[first][i]);
      const [n, k] = [total[first][i], total[first + 1][i]];
      const heading = make("th", name);
      heading.scope = "row";
      return row([heading, right(count(n), "n"), counted(k, n), right(share(rates[i])), right(share(low)), right(share(high))]);
    }));
  }
  function showSkus(ranked) {
    const dear = ranked.filter((one) => one.n).sort((a, b) => b.amount - a.amount || b.k - a.k || a.item - b.item).slice(0, DEAREST);
    const top = Math.max(0, ...dear.map((one) => rate(one.k, one.n)));
    at("dearest").replaceChildren(...dear.map((one) => {
      const button = make("button", skuOf(one.item), "link"), cell = make("td", undefined, "long endless");
      button.type = "button";
      button.addEventListener("click", () => { choose(one.item); at("choice").scrollIntoView(); input.focus(); close(); });
      cell.append(button);
      const found = judged(one.k, one.n).level;
      const made = row([
        cell, make("td", titleOf(one.item), "long endless rank4"), right(count(one.n), "n"), counted(one.k, one.n),
        bar(rate(one.k, one.n), top), make("td", levelWord(found), found), right(money(one.amount), "rank2"),
      ]);
      if (one.item === chosen) made.className = "chosen";
      return made;
    }));
  }
  function show() {
    const total = sum(data.cells.filter((cell) => cell[2] === chosen && here(cell)));
    showVerdict(total);
    showRates(total);
    showReasons(total);
    showSlots("hours", total, HOURS, [...Array(24).keys()].map((hour) => String(hour).padStart(2, "0")));
    showSlots("weekdays", total, WEEKDAYS, data.weekdays);
    showSkus(bySku());
  }

  // -- platform and shop
  function options(select, names, all, kept) {
    const before = select.value;
    const every = new Option(all, "");
    select.replaceChildren(every, ...names.map((name, i) => [name, i]).filter(([, i]) => kept.has(i)).map(([name, i]) => new Option(name, i)));
    select.value = kept.has(Number(before)) ? before : "";
  }
  function places() {
    const shops = data.cells.filter((cell) => platform.value === "" || cell[0] === Number(platform.value)).map((cell) => cell[1]);
    options(shop, data.shops, say["choice.all_shops"], new Set(shops));
  }

  // -- the box that searches SKUs: the combobox of the ARIA practices, with a list
  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  const written = () => (chosen === ALL ? "" : named(chosen));
  function restore() { // what was typed and not chosen goes
    input.value = written();
    close();
  }
  function choose(item) {
    chosen = item;
    restore();
    show();
  }
  function open(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = bySku().filter((one) => one.n && words.every((word) => named(one.item).toLowerCase().includes(word)));
    matches = (words.length ? [] : [{ item: ALL }]).concat(found).slice(0, SHOWN);
    list.replaceChildren(...matches.map((one, i) => {
      const option = make("li");
      option.id = `option-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(one.item === chosen));
      option.append(make("span", one.item === ALL ? say["choice.all_skus"] : named(one.item)), make("span", one.item === ALL ? "" : count(one.n), "quiet"));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(one.item); });
      return option;
    }));
    const more = found.length - matches.length + (words.length ? 0 : 1);
    at("matches").textContent = [fill(say["choice.matches"], { n: count(found.length) }), more > 0 ? fill(say["choice.more"], { n: count(more) }) : ""].join(" ").trim();
    list.hidden = !matches.length;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(!list.hidden));
  }
  function move(step) {
    if (list.hidden) open("");
    if (!matches.length) return;
    if (active >= 0) list.children[active].classList.remove("active");
    active = (active + step + (active < 0 && step < 0 ? 1 : 0) + matches.length) % matches.length;
    const option = list.children[active];
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => { if (!list.hidden && matches.length) choose(matches[Math.max(active, 0)].item); },
    Escape: () => { if (list.hidden && input.value === written()) choose(ALL); else restore(); },
  };
  input.addEventListener("keydown", (event) => {
    if (event.key in keys) { event.preventDefault(); keys[event.key](); }
  });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => { input.select(); if (list.hidden) open(""); });
  input.addEventListener("blur", restore);
  platform.addEventListener("change", () => { places(); show(); });
  shop.addEventListener("change", show);
  at("reset").addEventListener("click", () => { platform.value = ""; places(); shop.value = ""; choose(ALL); input.focus(); close(); });

  options(platform, data.platforms, say["choice.all_platforms"], new Set(data.platforms.keys()));
  places();
  choose(ALL);
  at("choice").hidden = false;
})();
