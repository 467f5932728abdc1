// The one front end of every map: an anywidget module, and what the published page mounts.
// It plays states that Python computed; it knows nothing of what they are about.

const CONTRACT = 2; // the specification's shape; widgets/explorer/__init__.py has the same number
const WIDE = 600; // px: below it only the picked point is labelled (traces with meta.labels "wide")
const NARROWEST = 320; // px: below it the text is a pixel smaller still
const SMALL = 11; // px: the largest text in a narrow chart, so that long Kazakh words stay in their columns
const REACH = 13; // px round a point that belong to it: half a target of 24 px and a little more
const RADIOS = 4; // a control with more options than this is a list

// One registry a page: plotly.js is asked for once, by whichever map needs it first. The published
// page puts a `host` here, which says where plotly.js and the references' pages are.
const page = (globalThis[Symbol.for("explorer")] ??= {});

export default { render };

function render({ model, el }) {
  const spec = model.get("spec");
  el.replaceChildren();
  if (spec.contract !== CONTRACT) {
    el.append(make("p", {}, `This map was made by another version (${spec.contract}); reload or run its cell again.`));
    return undefined;
  }
  const view = new View(model, el, spec);
  return () => view.close();
}

class View {
  constructor(model, el, spec) {
    this.model = model;
    this.spec = spec;
    this.el = el;
    this.id = `explorer-${spec.name}-${(page.count = (page.count ?? 0) + 1)}`;
    this.stop = new AbortController();
    this.parts = [spec.select && new Select(this), spec.quiz && new Classify(this), spec.score && new Score(this)].filter(Boolean);
    this.figured = this.parts.find((part) => part.figure); // the part that has a chart
    this.build();
    this.onValue = () => this.paint();
    model.on("change:value", this.onValue);
    this.paint();
    this.arrive();
  }

  build() {
    const { spec } = this;
    const title = make("p", { class: "explorer-title", id: `${this.id}-title` }, spec.title);
    this.root = make("div", { class: "explorer", role: "group", "aria-labelledby": title.id });
    this.summary = make("p", { class: "explorer-summary", id: `${this.id}-summary` });
    this.status = make("p", { class: "explorer-status", role: "status" });
    this.root.append(title);
    for (const part of this.parts) this.root.append(part.controls());
    if (this.figured) {
      this.chart = make("div", { class: "explorer-chart", role: "img", "aria-labelledby": title.id, "aria-describedby": this.summary.id });
      if (page.host?.still) this.chart.append(page.host.still); // until the chart is drawn, and on paper
      this.root.append(this.chart);
      if (this.spec.key.length) this.root.append(this.legend());
    }
    this.root.append(this.summary);
    for (const part of this.parts) this.root.append(part.results());
    this.root.append(this.toolbar(), this.status);
    // JupyterLab takes plain keys for commands on cells, wherever the focus is but in a text: the
    // arrows would leave the map, X would cut it. Its own attribute keeps them for the controls.
    const keep = ({ target, ctrlKey, metaKey }) => {
      if (this.root.contains(target)) target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey);
    };
    addEventListener("keydown", keep, { capture: true, signal: this.stop.signal });
    this.el.append(this.root);
    this.el.explorer = this;
    this.drawn = new Promise((resolve) => (this.resolveDrawn = resolve));
    if (this.chart) this.watch();
  }

  legend() {
    const list = make("ul", { class: "explorer-key", "aria-label": "Legend" });
    for (const line of this.spec.key) {
      const item = make("li", {});
      item.append(drawing(line), text(line.label));
      list.append(item);
    }
    return list;
  }

  toolbar() {
    const bar = make("div", { class: "explorer-tools" });
    const button = (label, act) => {
      const one = make("button", { type: "button" }, label);
      one.addEventListener("click", act);
      bar.append(one);
    };
    if (this.parts.some((part) => part.code)) button("Copy as code", () => this.copy(this.code(), "Copied"));
    if (page.host) {
      this.link = make("a", { href: "#", class: "explorer-link" }, "Link to this selection");
      this.link.addEventListener("click", () => this.say("The page's address now names this selection."));
      bar.append(this.link);
    }
    button("Reset", () => this.set(structuredClone(this.spec.start)));
    if (this.parts.some((part) => part.table)) button("Download table", () => this.download());
    return bar;
  }

  get value() {
    return this.model.get("value");
  }

  // A model tells of a change, and says nothing when the value is what it was: then controls that the
  // reader has moved are put back here.
  set(change) {
    this.painted = false;
    this.model.set("value", { ...this.value, ...change });
    this.model.save_changes();
    if (!this.painted) this.paint();
  }

  // Show a value that was kept elsewhere, without a word: the reader has not just given it.
  resume(value) {
    this.told = false;
    this.set(value);
  }

  // Redraw everything from the value; controls are changed in place, so focus stays where it is.
  paint() {
    this.painted = true;
    const painted = this.parts.map((part) => part.paint(this.value));
    this.summary.replaceChildren(...rich(painted.map(({ summary }) => summary).join(" ")));
    const news = painted.map(({ news: one }) => one).filter(Boolean).join(" ");
    if (news && this.told) this.say(news, false);
    this.told = true; // what a page opens with is read where it stands
    if (this.link) this.link.href = this.fragment();
    if (this.Plotly) this.draw();
  }

  // Tell something: aloud only where the page shows it anyway, aloud and written where it does not.
  say(message, written = true) {
    this.status.classList.toggle("explorer-aloud", !written);
    this.status.replaceChildren(...rich(message));
  }

  // --- the chart ---------------------------------------------------------------------------

  // plotly.js is large: it is asked for when the chart comes near the window.
  watch() {
    this.chart.style.height = `${this.figured.figure(this.value).layout.height}px`;
    const near = new IntersectionObserver(
      async (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        this.Plotly = await this.library();
        if (this.Plotly) this.follow();
      },
      { rootMargin: "400px" },
    );
    near.observe(this.chart);
    this.stop.signal.addEventListener("abort", () => near.disconnect());
  }

  // Wait for plotly.js, as long as a busy kernel takes; nothing when there will be none.
  async library() {
    const { signal } = this.stop;
    while (!signal.aborted) {
      try {
        return await plotly(this.model, signal);
      } catch (error) {
        if (error.name === "AbortError") continue; // the map that had asked its kernel was closed: this one asks
        this.chart.style.height = "auto";
        this.chart.replaceChildren(unavailable());
        return undefined;
      }
    }
    return undefined;
  }

  // Draw, and draw again when the width, the theme or the contrast changes.
  follow() {
    this.draw();
    const size = new ResizeObserver(() => {
      if (Math.abs(this.chart.clientWidth - this.width) > 1) this.draw();
    });
    size.observe(this.chart);
    const theme = new MutationObserver(() => this.draw());
    for (const node of [document.documentElement, document.body]) {
      theme.observe(node, { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light", "class"] });
    }
    const contrast = matchMedia("(forced-colors: active)");
    const onContrast = () => this.draw();
    contrast.addEventListener("change", onContrast, { signal: this.stop.signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onContrast, { signal: this.stop.signal });
    this.stop.signal.addEventListener("abort", () => {
      size.disconnect();
      theme.disconnect();
      this.Plotly.purge(this.chart);
    });
  }

  draw() {
    if (!this.root.dataset.ready) this.chart.replaceChildren(); // the still picture goes
    this.width = this.chart.clientWidth;
    if (!this.width) {
      // In a closed tab or a folded cell the resize will call again; but JupyterLab hides all while
      // it changes its theme, and what is back within a frame was never resized.
      requestAnimationFrame(() => this.chart.clientWidth && !this.stop.signal.aborted && this.draw());
      return;
    }
    const { dark } = this.spec;
    const figure = themed(narrowed(this.figured.figure(this.value), this.width), dark, this.chart);
    const colour = palette(dark, this.chart);
    for (const mark of this.root.querySelectorAll(".explorer-key [data-color]")) mark.style.color = colour(mark.dataset.color);
    figure.layout.width = this.width;
    this.chart.style.height = `${figure.layout.height}px`;
    this.drawn = this.Plotly.react(this.chart, figure.data, figure.layout, CONFIG).then(() => {
      if (!this.root.dataset.ready) {
        this.root.dataset.ready = "true";
        this.chart.addEventListener("click", (event) => this.pickAt(event));
      }
      this.resolveDrawn?.();
    });
  }

  // Pick the point, or the label beside it, that was clicked or touched.
  pickAt({ clientX, clientY }) {
    if (!this.spec.pick) return;
    const figure = this.figured.figure(this.value);
    const { left, top } = this.chart.getBoundingClientRect();
    const { margin, xaxis, yaxis, height } = figure.layout;
    const scale = ([from, to], length, start) => (value) => start + ((value - from) / (to - from)) * length;
    const toX = scale(xaxis.range, this.width - margin.l - margin.r, left + margin.l);
    const toY = scale([...yaxis.range].reverse(), height - margin.t - margin.b, top + margin.t);
    let picked, nearest = Infinity; // a touch belongs to the mark that it is on before any label beside one
    for (const trace of figure.data) {
      const labelled = trace.mode.includes("text") && (this.width >= WIDE || trace.meta?.labels !== "wide");
      (trace.customdata ?? []).forEach((id, i) => {
        const x = clientX - toX(trace.x[i]);
        const y = clientY - toY(trace.y[i]);
        const onMark = Math.max(Math.abs(x), Math.abs(y)) <= REACH;
        const distance = onMark ? Math.hypot(x, y) : labelled && inLabel(trace, i, x, y) ? 2 * REACH : Infinity;
        if (distance < nearest) [picked, nearest] = [id, distance];
      });
    }
    if (picked !== undefined) this.set({ pick: picked === this.value.pick ? null : picked });
  }

  // --- what instructors ask for --------------------------------------------------------------

  code() {
    const given = Object.assign({}, ...this.parts.map((part) => part.code?.(this.value) ?? {}));
    const written = Object.entries(given).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `${this.spec.code}(${written.join(", ")})`;
  }

  async copy(what, done) {
    try {
      await navigator.clipboard.writeText(what);
      this.say(`${done}: ${what}`);
    } catch {
      this.say(`To copy: ${what}`); // the browser keeps the clipboard to itself: show the text to select
    }
  }

  fragment() {
    const state = new URLSearchParams();
    for (const part of this.parts) part.state?.(this.value, state);
    return `#${this.spec.name}?${state}`;
  }

  // Take the selection that the address names, now and whenever the address changes.
  arrive() {
    if (!page.host) return;
    const named = () => {
      const [name, query] = location.hash.slice(1).split("?");
      return name === this.spec.name && query !== undefined ? new URLSearchParams(query) : undefined;
    };
    const take = (state) => this.set(Object.assign({}, ...this.parts.map((part) => part.restore?.(state) ?? {})));
    const show = () => this.root.scrollIntoView();
    const changed = () => {
      if (!named() || location.hash === this.fragment()) return; // its own link was followed: nothing moves
      take(named());
      show();
    };
    addEventListener("hashchange", changed, { signal: this.stop.signal });
    if (!named()) return;
    take(named());
    page.host.settled.then(show); // when the other maps have found their height too
  }

  download() {
    const { columns, rows, given = [] } = this.parts.find((part) => part.table).table(this.value);
    const cell = (content) => `"${plain(content).replaceAll('"', '""')}"`;
    const lines = [columns, ...rows].map((row, i) => [...row, ...given.map((one) => one[i && 1])].map(cell).join(","));
    // The mark at the start tells spreadsheets that this is UTF-8.
    const file = new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
    const anchor = make("a", { href: URL.createObjectURL(file), download: `${this.spec.name}.csv` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
    this.say(`The table is saved as ${anchor.download}.`);
  }

  close() {
    this.stop.abort();
    this.model.off("change:value", this.onValue);
    this.el.replaceChildren();
  }
}

// plotly only draws: its own handlers would keep a finger from scrolling the page, and cost time.
const CONFIG = { staticPlot: true };

// --- select and pick ---------------------------------------------------------------------------

class Select {
  constructor(view) {
    this.view = view;
    this.select = view.spec.select;
    this.pick = view.spec.pick;
  }

  controls() {
    const bar = make("div", { class: "explorer-controls" });
    let set; // where boxes that follow each other stand together
    this.inputs = this.select.controls.map((control) => {
      const choose = (value) => this.change({ [control.name]: value });
      const kind = control.tick ? tick : control.options.length > RADIOS ? list : radios;
      const input = kind(control, choose, this.view.id);
      if (control.set !== set?.name) set = control.set && { name: control.set, node: bar.appendChild(group(control.set)) };
      (set?.node ?? bar).append(input.node);
      return input;
    });
    if (this.pick) {
      const pick = { name: "pick", label: this.pick.label, options: [] };
      this.picker = list(pick, (id) => this.view.set({ pick: id || null }), this.view.id);
      bar.append(this.picker.node);
    }
    return bar;
  }

  // A selection may leave the picked point out of sight: then nothing is picked any more.
  change(choice) {
    const value = { ...this.view.value, ...choice };
    if (this.pick && value.pick && !this.pickable(value).includes(value.pick)) value.pick = null;
    this.view.set(value);
  }

  results() {
    const box = make("div", {});
    this.detail = make("div", { class: "explorer-detail" });
    this.words = make("div", { class: "explorer-words" });
    box.append(this.detail, this.words);
    this.details = make("details", { class: "explorer-table" });
    this.scroller = make("div", { class: "explorer-scroll", tabindex: "0", role: "region", "aria-label": `Table: ${this.view.spec.title}` });
    this.details.append(make("summary", {}, "Show as table"), this.scroller);
    box.append(this.details);
    return box;
  }

  number(value) {
    return this.select.controls.reduce((number, { name, options }) => number * options.length + Math.max(0, options.findIndex((option) => option.value === value[name])), 0);
  }

  pickable(value) {
    const { pickable, shown, ids } = this.select;
    return shown[pickable[this.number(value)]].map((number) => ids[number]);
  }

  paint(value) {
    const { select, view } = this;
    const number = this.number(value);
    const summary = select.texts[select.summaries[number]];
    this.inputs.forEach((input, i) => input.show(value[select.controls[i].name]));
    const news = number === this.shown ? [] : [summary];
    if (number !== this.shown) {
      this.shown = number;
      this.words.replaceChildren(...select.words[number].map((one) => statement(select.says[one], view.spec.voices)));
      this.scroller.replaceChildren(table(select.texts[select.captions[number]], this.table(value)));
      if (this.pick) {
        const ids = this.pickable(value);
        this.picker.fill([{ value: "", label: "none" }, ...ids.map((id) => ({ value: id, label: this.pick.details[id].label }))]);
      }
    }
    if (this.pick) {
      this.picker.show(value.pick ?? "");
      const detail = value.pick && this.pick.details[value.pick];
      this.detail.replaceChildren(...(detail ? [heading(detail.label), ...detail.words.map((one) => statement(one, view.spec.voices))] : []));
      if (value.pick !== this.picked) news.push(detail ? `${detail.label} is described below.` : "Nothing is described.");
      this.picked = value.pick;
    }
    return { summary, news: news.join(" ") };
  }

  // As encoding.py has it: the first figure, in which what recurs is a number, and pairs of path and value.
  figure(value) {
    const { paths, values, pairs, changes } = this.select.figures;
    const figure = structuredClone((this.base ??= unfolded(this.select.figures.base, values)));
    for (const pair of changes[this.number(value)]) {
      const path = paths[pairs[2 * pair]];
      let node = figure;
      for (const step of path.slice(0, -1)) node = node[step];
      node[path.at(-1)] = structuredClone(values[pairs[2 * pair + 1]]);
    }
    if (value.pick) this.ring(figure, value.pick);
    return figure;
  }

  // Mark the picked point, wherever it stands, with a ring; and with its label where the width leaves no room for all.
  ring(figure, id) {
    const points = figure.data.flatMap((trace) => (trace.customdata ?? []).flatMap((one, i) => (one === id ? [{ trace, i }] : [])));
    if (!points.length) return;
    figure.data.push({
      type: "scatter", mode: "markers", hoverinfo: "skip", showlegend: false,
      x: points.map(({ trace, i }) => trace.x[i]), y: points.map(({ trace, i }) => trace.y[i]),
      marker: { symbol: "circle-open", size: 22, color: figure.layout.font.color, line: { width: 2 } },
    });
    const { pickedAt } = figure.layout.meta ?? {};
    const hidden = points.find(({ trace }) => this.view.width < WIDE && trace.meta?.labels === "wide");
    if (hidden && pickedAt) figure.layout.annotations = [{ ...pickedAt, text: hidden.trace.text[hidden.i], showarrow: false }];
  }

  table(value) {
    const number = this.number(value);
    return { columns: this.select.columns, rows: this.select.tables[number].map((row) => this.select.rows[row]) };
  }

  code(value) {
    const given = this.select.controls.map(({ name }) => [name, value[name]]);
    if (value.pick) given.push(["pick", value.pick]);
    return Object.fromEntries(given);
  }

  state(value, state) {
    for (const [name, choice] of Object.entries(this.code(value))) state.set(name, choice);
  }

  // A link may be old or mistyped: what does not exist any more falls back to the first choice.
  restore(state) {
    const value = {};
    for (const { name, options } of this.select.controls) {
      value[name] = (options.find((option) => option.value === state.get(name)) ?? options[0]).value;
    }
    if (this.pick) value.pick = this.pickable(value).includes(state.get("pick")) ? state.get("pick") : null;
    return value;
  }
}

// --- classify ------------------------------------------------------------------------------------

class Classify {
  constructor(view) {
    this.view = view;
    this.quiz = view.spec.quiz;
    this.at = 0;
  }

  controls() {
    const { noun, items } = this.quiz;
    const box = make("div", { class: "explorer-quiz" });
    const choices = items.map(({ id, label }, i) => ({ value: id, label: `${i + 1}. ${label}` }));
    this.chooser = list({ name: "item", label: capital(noun), options: choices }, (id) => this.go(items.findIndex((item) => item.id === id)), this.view.id);
    this.prompt = make("p", { class: "explorer-prompt", id: `${this.view.id}-prompt` });
    this.answers = make("div", {});
    // An answer counts when it is checked: arrow keys pass over answers on their way.
    const check = make("button", { type: "button" }, "Check");
    check.addEventListener("click", () => this.check());
    const next = make("button", { type: "button" }, `Next ${noun}`);
    next.addEventListener("click", () => {
      this.go((this.at + 1) % items.length);
      this.answers.querySelector("input").focus();
    });
    box.append(this.chooser.node, this.prompt, this.answers, check, " ", next);
    return box;
  }

  results() {
    return (this.score = make("p", { class: "explorer-score" }));
  }

  go(at) {
    this.at = at;
    this.view.paint();
  }

  check() {
    const chosen = this.answers.querySelector("input:checked")?.value;
    if (!chosen) {
      this.view.say("Choose an answer first.");
      return;
    }
    const item = this.quiz.items[this.at];
    const { answers, first, solved } = this.view.value;
    // An item answered rightly once stays so: to look at other answers costs nothing.
    const right = item.answers.includes(chosen) && !solved.includes(item.id) ? [...solved, item.id] : solved;
    this.checked = true;
    this.view.set({
      answers: { ...answers, [item.id]: chosen },
      first: { [item.id]: chosen, ...first },
      solved: right,
      right: right.length,
    });
  }

  paint({ answers, first, solved }) {
    const { items, noun, question, options } = this.quiz;
    const item = items[this.at];
    const given = answers[item.id];
    const begun = Object.keys(answers).length > 0;
    const moved = item !== this.shown;
    if (moved || !begun) {
      this.shown = item;
      this.chooser.show(item.id);
      this.prompt.replaceChildren(...rich(item.prompt));
      const answer = radios({ name: item.id, label: question, options: item.options ?? options }, () => {}, this.view.id);
      answer.node.setAttribute("aria-describedby", this.prompt.id);
      this.answers.replaceChildren(answer.node);
      answer.show(given);
      this.answer = answer;
    } else if (given !== this.given) this.answer.show(given); // it came from elsewhere
    this.given = given;
    this.score.textContent = begun ? this.standing(answers, first, solved) : `${items.length} ${noun}s; an answer can be ${this.quiz.readings ? "changed" : "tried again"}.`;
    const summary = given ? this.feedback(item, given) : `${capital(noun)} ${this.at + 1} of ${items.length}.`;
    const news = moved || this.checked || !begun ? summary : "";
    this.checked = false;
    return { summary, news };
  }

  // How many answers hold; of readings, which may change, how many are now the same as ours.
  standing(answers, first, solved) {
    const { items, noun, readings } = this.quiz;
    const among = (given) => items.filter(({ id, answers: good }) => good.includes(given[id])).length;
    if (!readings) return `${solved.length} of ${items.length} right, ${among(first)} at the first try.`;
    const [judged, same] = [Object.keys(answers).length, among(answers)];
    return `${judged} of ${items.length} ${noun}s judged: ${same} the same as ours, ${judged - same} not.`;
  }

  feedback(item, given) {
    const { voice, text: said } = item.feedback[given];
    const whose = this.view.spec.voices[voice];
    const [same, other] = this.quiz.readings ? ["Same as ours.", "We differ."] : ["That holds.", "Look again."];
    const verdict = item.answers.includes(given) ? same : other;
    const also = item.answers.includes(given) && item.answers.length > 1 ? " Another answer holds too." : "";
    return `${verdict} ${whose ? `${whose}: ` : ""}${said}${also}`;
  }

  state(_value, state) {
    state.set("item", this.quiz.items[this.at].id);
  }

  restore(state) {
    this.at = Math.max(0, this.quiz.items.findIndex((item) => item.id === state.get("item")));
    return {};
  }
}

// --- score ---------------------------------------------------------------------------------------

class Score {
  constructor(view) {
    this.view = view;
    this.score = view.spec.score;
    this.groups = this.score.grouping?.groups ?? [];
    this.ways = this.score.grouping?.weighings ?? [];
  }

  controls() {
    const { question, features, grouping, profiles = [] } = this.score;
    const box = make("div", {});
    const set = make("fieldset", { class: "explorer-ticks" });
    set.append(make("legend", {}, question));
    const sets = Object.fromEntries(this.groups.map(({ value, label }) => [value, set.appendChild(group(label))]));
    this.boxes = features.map(({ id, label, group: of }) => {
      const input = make("input", { type: "checkbox", value: id });
      input.addEventListener("change", () => this.change(this.boxes.filter((one) => one.checked).map((one) => one.value)));
      const line = make("label", {});
      line.append(input, text(label));
      (sets[of] ?? set).append(line);
      return input;
    });
    box.append(set);
    const buttons = make("div", { class: "explorer-profiles" });
    for (const { label, ticked } of profiles) {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => this.change(ticked));
      buttons.append(button);
    }
    if (profiles.length) box.append(buttons);
    if (this.ways.length) {
      const choose = (way) => this.change(this.view.value.ticked, way);
      const headings = [...new Set(this.ways.map(({ heading }) => heading))].filter(Boolean);
      if (headings.length > 1) {
        const options = headings.map((value) => ({ value, label: value }));
        this.header = list({ name: "heading", label: grouping.headings, options }, (heading) => choose(this.moved(heading)), this.view.id);
        box.append(this.header.node);
      }
      this.weigher = list({ name: "weighing", label: `How each ${grouping.noun} counts`, options: [] }, choose, this.view.id);
      box.append(this.weigher.node);
    }
    return box;
  }

  way(weighing) {
    return this.ways.find(({ value }) => value === weighing);
  }

  // The weighing under another heading that has the label of the one chosen; the first there, where none has.
  moved(to) {
    const { label: now } = this.way(this.view.value.weighing);
    const under = this.ways.filter(({ heading }) => heading === to);
    return (under.find(({ label }) => label === now) ?? under[0]).value;
  }

  // Show the chosen weighing among those under its heading.
  showWay(weighing) {
    const { heading } = this.way(weighing);
    if (heading !== this.filled) {
      const under = this.ways.filter((one) => !this.header || one.heading === heading);
      this.weigher.fill(under.map(({ value, label }) => ({ value, label, group: this.header ? "" : heading })));
      this.filled = heading;
    }
    this.header?.show(heading);
    this.weigher.show(weighing);
  }

  // How the groups are weighed, in words; nothing where there is no choice.
  weighed(weighing) {
    const { label, heading } = this.way(weighing) ?? {};
    return [label, heading].filter(Boolean).join("; ");
  }

  change(ticked, weighing = this.view.value.weighing) {
    this.view.set(this.marked(ticked, weighing));
  }

  marked(ticked, weighing) {
    const totals = this.totals(this.shares(ticked, weighing));
    return this.ways.length ? { ticked, weighing, totals } : { ticked, totals };
  }

  // What each group of ticked features adds to each target: its heaviest feature, as often as the group counts.
  shares(ticked, weighing) {
    const way = this.way(weighing);
    const shares = Object.fromEntries(this.score.targets.map(({ value }) => [value, {}]));
    for (const { id, weights: usual, group: of = id } of this.score.features) {
      if (!ticked.includes(id)) continue;
      const weights = way?.weights[id] ?? usual;
      for (const [target, own] of Object.entries(shares)) {
        own[of] = Math.max(own[of] ?? 0, (way?.counts[of] ?? 1) * (weights[target] ?? 0));
      }
    }
    return shares;
  }

  totals(shares, without) {
    const sum = (own) => Object.entries(own).reduce((total, [of, share]) => total + (of === without ? 0 : share), 0);
    return Object.fromEntries(Object.entries(shares).map(([target, own]) => [target, sum(own)]));
  }

  // The labels of those with most, and how much that is; nobody's where nobody has anything.
  first(totals) {
    const most = Math.max(...Object.values(totals));
    return { most, names: !most ? "nobody" : this.score.targets.filter(({ value }) => totals[value] === most).map(({ label }) => label).join(" and ") };
  }

  results() {
    const box = make("div", {});
    this.words = make("div", { class: "explorer-words" });
    this.details = make("details", { class: "explorer-table" });
    this.scroller = make("div", { class: "explorer-scroll", tabindex: "0", role: "region", "aria-label": `Table: ${this.view.spec.title}` });
    this.details.append(make("summary", {}, "Show as table"), this.scroller);
    box.append(this.words, this.details);
    return box;
  }

  paint(value) {
    const { features, assumption } = this.score;
    const { ticked } = value;
    for (const box of this.boxes) box.checked = ticked.includes(box.value);
    if (this.weigher) this.showWay(value.weighing);
    const on = features.filter(({ id }) => ticked.includes(id));
    const voices = this.view.spec.voices;
    const deciding = this.deciding(value);
    this.words.replaceChildren(...[...deciding, assumption, ...on.map(({ why }) => why)].map((one) => statement(one, voices)));
    const weighed = this.weighed(value.weighing);
    this.scroller.replaceChildren(table(`Totals of the ticked features${weighed && `. Weighing: ${weighed}`}`, this.table(value)));
    const summary = this.summary(value);
    const turns = deciding.map(({ topic, text: said }) => `${topic} ${said}`).join("");
    // One announcement a change: of what decides only where the totals stay as they were.
    const news = summary !== this.told ? summary : turns !== this.turned ? turns : "";
    [this.told, this.turned] = [summary, turns];
    return { summary, news };
  }

  summary({ ticked, weighing, totals }) {
    const { targets, grouping } = this.score;
    if (!ticked.length) return "Nothing is ticked yet.";
    const { most, names } = this.first(totals);
    if (!most) return "What is ticked speaks for none of them.";
    const counts = this.way(weighing)?.counts ?? {};
    const weighed = this.weighed(weighing);
    const all = grouping ? `${this.groups.reduce((sum, { value }) => sum + (counts[value] ?? 1), 0)}` : `${ticked.length} ticked`;
    return `${grouping ? capital(names) : names}: ${most} of ${all}. ${targets.map(({ value, label }) => `${label} ${totals[value]}`).join(", ")}.${weighed && ` Weighing: ${weighed}.`}`;
  }

  // Which groups decide: without them, others would be first.
  deciding({ ticked, weighing, totals }) {
    const { most, names } = this.first(totals);
    if (!this.groups.length || !most) return [];
    const { noun } = this.score.grouping;
    const shares = this.shares(ticked, weighing);
    const turns = this.groups.flatMap(({ value, label }) => {
      const without = this.first(this.totals(shares, value)).names;
      return without === names ? [] : [`${without} without ${label}`];
    });
    const said = turns.length ? `First would be: ${turns.join("; ")}.` : `No single one: without any ${noun}, first would be the same.`;
    return [{ text: said, voice: this.score.assumption.voice, topic: `Which ${noun} decides?` }];
  }

  figure({ totals }) {
    const figure = structuredClone(this.score.figure);
    this.score.targets.forEach(({ value }, i) => {
      figure.data[i].x[1] = totals[value];
      figure.data[i].text[1] = String(totals[value]);
    });
    return figure;
  }

  table({ ticked, weighing, totals }) {
    const { targets, features, noun } = this.score;
    if (this.groups.length) {
      const shares = this.shares(ticked, weighing);
      const row = ({ value, label }) => [label, String(totals[value]), ...this.groups.map((one) => String(shares[value][one.value] ?? 0))];
      const weighed = this.weighed(weighing);
      const given = weighed ? [["Weighing", weighed]] : []; // the caption has it; a file has no caption
      return { columns: [noun, "Total", ...this.groups.map(({ label }) => label)], rows: targets.map(row), given };
    }
    const on = features.filter(({ id }) => ticked.includes(id));
    const speaks = (target) => on.filter(({ weights }) => weights[target]).map(({ label }) => label).join("; ");
    return { columns: [noun, "Total", "Because of"], rows: targets.map(({ value, label }) => [label, String(totals[value]), speaks(value) || "–"]) };
  }

  code({ ticked, weighing }) {
    return weighing ? { ticked, weighing } : { ticked };
  }

  state({ ticked, weighing }, state) {
    for (const id of ticked) state.append("ticked", id);
    if (weighing) state.set("weighing", weighing);
  }

  restore(state) {
    const known = this.score.features.map(({ id }) => id);
    const ticked = known.filter((id) => state.getAll("ticked").includes(id));
    const way = this.ways.find(({ value }) => value === state.get("weighing")) ?? this.ways[0];
    return this.marked(ticked, way?.value);
  }
}

// --- controls --------------------------------------------------------------------------------------

function group(label) {
  const node = make("fieldset", { class: "explorer-radios" });
  node.append(make("legend", {}, label));
  return node;
}

// One box for two options: empty is the first, ticked the second.
function tick({ name, label, options }, choose, id) {
  const input = make("input", { type: "checkbox", name: `${id}-${name}` });
  input.addEventListener("change", () => choose(options[Number(input.checked)].value));
  const node = make("label", { class: "explorer-tick" });
  node.append(input, text(label));
  return { node, show: (value) => (input.checked = value === options[1].value) };
}

function radios({ name, label, options }, choose, id) {
  const node = group(label);
  const inputs = options.map((option) => {
    const input = make("input", { type: "radio", name: `${id}-${name}`, value: option.value });
    input.addEventListener("change", () => choose(option.value));
    const line = make("label", {});
    line.append(input, text(option.label));
    node.append(line);
    return input;
  });
  return { node, show: (value) => inputs.forEach((input) => (input.checked = input.value === value)) };
}

function list({ name, label, options }, choose, id) {
  const node = make("div", { class: "explorer-list" });
  const select = make("select", { id: `${id}-${name}` });
  select.addEventListener("change", () => choose(select.value));
  // Options of one group stand under its name.
  const fill = (given) => {
    select.replaceChildren();
    for (const { value, label: shown, group: of } of given) {
      let under = select;
      if (of) under = select.lastChild?.label === of ? select.lastChild : select.appendChild(make("optgroup", { label: of }));
      under.append(make("option", { value }, plain(shown)));
    }
  };
  fill(options);
  node.append(make("label", { for: select.id }, label), select);
  return { node, fill, show: (value) => (select.value = value) };
}

// --- writing -----------------------------------------------------------------------------------------

function make(tag, attributes, content = "") {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...rich(content));
  return node;
}

function text(content) {
  const node = make("span", {});
  node.append(...rich(content));
  return node;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function heading(content) {
  const node = make("p", { class: "explorer-heading" });
  node.append(make("strong", {}, content));
  return node;
}

const LANG = /<span lang="([a-z]{2})">(.*?)<\/span>/g;

// The only markup in a text names a word's language; everything else is shown as it stands.
function rich(content) {
  const nodes = [];
  let at = 0;
  for (const match of content.matchAll(LANG)) {
    nodes.push(content.slice(at, match.index));
    const word = document.createElement("span");
    word.lang = match[1];
    word.textContent = match[2];
    nodes.push(word);
    at = match.index + match[0].length;
  }
  return [...nodes, content.slice(at)].filter((node) => node !== "");
}

function plain(content) {
  return content.replaceAll(LANG, "$2");
}

function statement({ text: said, voice, refs = [], note, topic }, voices) {
  const label = voices[voice];
  const line = make("p", label ? { class: `voice voice-${voice}` } : {});
  if (label) line.append(make("strong", {}, `${label}:`), " ");
  if (topic) line.append(make("em", {}, topic), " ");
  line.append(...rich(said));
  for (const ref of refs) {
    const href = page.host?.href(ref.id);
    line.append(" ", href ? make("a", { href, class: "explorer-ref" }, ref.label) : text(ref.label));
  }
  if (note) line.append(" ", make("small", { class: "status" }, `(${note})`));
  return line;
}

function table(caption, { columns, rows }) {
  const node = make("table", {});
  const head = make("tr", {});
  head.append(...columns.map((column) => make("th", { scope: "col" }, column)));
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = make("tr", {});
    line.append(...row.map((cell, i) => (i ? make("td", {}, cell) : make("th", { scope: "row" }, cell))));
    body.append(line);
  }
  const top = document.createElement("thead");
  top.append(head);
  node.append(make("caption", {}, caption), top, body);
  return node;
}

// A legend's mark as Python drew it: a line's style, a marker, or a marker on a line.
function drawing({ dash, mark, open, color }) {
  const SVG = "http://www.w3.org/2000/svg";
  const node = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const svg = node("svg", { width: 24, height: 16, viewBox: "0 0 24 16", fill: "none", stroke: "currentColor", "aria-hidden": "true" });
  if (dash) svg.append(node("path", { d: "M1 8h22", "stroke-width": mark ? 1.3 : 2.5, "stroke-linecap": "round", "stroke-dasharray": dash }));
  if (mark) svg.append(node("path", { d: mark, ...(open ? { "stroke-width": 1.6 } : { fill: "currentColor", stroke: "none" }) }));
  if (color) svg.dataset.color = color; // the page's theme decides: see draw()
  return svg;
}

// --- plotly.js and the page's colours --------------------------------------------------------------------

export function plotly(model, signal) {
  return (page.plotly ??= (page.host ? page.host.plotly() : fromKernel(model, signal)).catch((error) => {
    page.plotly = undefined; // the next map may try again
    throw error;
  }));
}

export function unavailable() {
  return make("p", {}, "The chart could not be loaded. The words and the table say the same.");
}

// A live kernel sends the file as a binary message; the page runs it from memory.
async function fromKernel(model, signal) {
  const buffer = await new Promise((resolve, reject) => {
    const receive = (content, buffers) => {
      if (content.answer !== "plotly.js") return;
      model.off("msg:custom", receive);
      resolve(buffers[0]);
    };
    const leave = () => {
      model.off("msg:custom", receive);
      reject(signal.reason); // an AbortError: the map was closed
    };
    model.on("msg:custom", receive);
    signal.addEventListener("abort", leave);
    model.send({ ask: "plotly.js" });
  });
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob([buffer], { type: "text/javascript" }));
  const { define } = globalThis; // notebook pages with an AMD loader would swallow the library
  globalThis.define = undefined;
  try {
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  } finally {
    globalThis.define = define;
    URL.revokeObjectURL(script.src);
  }
  return globalThis.Plotly;
}

// A figure's first state with what recurs in it written out: {"=": 7} is value number 7.
function unfolded(part, values) {
  if (Array.isArray(part)) return part.map((one) => unfolded(one, values));
  if (part === null || typeof part !== "object") return part;
  if ("=" in part) return structuredClone(values[part["="]]); // its own: a change in one place is none in another
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, unfolded(one, values)]));
}

// Whether a place, x and y px from a point, is on the point's label: about as wide as its longest line.
function inLabel({ text: labels, textfont, textposition = "middle center" }, i, x, y) {
  const lines = labels[i].replaceAll(/<\/?b>/g, "").split("<br>");
  const wide = (Math.max(...lines.map((line) => line.length)) * textfont.size) / 2;
  const tall = lines.length * textfont.size * 1.3;
  const [upright, across] = (Array.isArray(textposition) ? textposition[i] : textposition).split(" ");
  const within = (at, size, side) => (side ? at * side >= -REACH && at * side <= REACH + size : Math.abs(at) <= Math.max(REACH, size / 2));
  return within(x, wide, { left: -1, right: 1 }[across]) && within(y, tall, { top: -1, bottom: 1 }[upright]);
}

// Drop the labels for which a narrow chart has no room, and make the others small.
export function narrowed(figure, width) {
  if (width >= WIDE) return figure;
  for (const trace of figure.data) {
    if (trace.meta?.labels === "wide") trace.mode = trace.mode.replace(/\+?text/, "") || "none";
    if (trace.textfont) trace.textfont.size = Math.min(trace.textfont.size, width < NARROWEST ? SMALL - 1 : SMALL);
  }
  return figure;
}

// What a light page's colour is on this page: looked up on a dark one; a forced one replaces all.
function palette(dark, el) {
  const forced = matchMedia("(forced-colors: active)").matches;
  const ink = getComputedStyle(el).color;
  const [red, green, blue] = ink.match(/\d+/g).map(Number);
  const onDark = red * 0.299 + green * 0.587 + blue * 0.114 > 128; // light ink stands on a dark page
  return (value) => (forced ? ink : onDark ? dark[value] : value);
}

// Show the figure in the page's theme.
export function themed(figure, dark, el) {
  const ink = getComputedStyle(el).color;
  const colour = palette(dark, el);
  const walk = (node) => {
    for (const [name, value] of Object.entries(node)) {
      if (typeof value === "string") {
        if (value in dark) node[name] = colour(value);
      } else if (value && typeof value === "object") walk(value);
    }
  };
  walk(figure);
  figure.layout = {
    ...figure.layout,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...figure.layout.font, color: ink, family: getComputedStyle(el).fontFamily },
  };
  return figure;
}
