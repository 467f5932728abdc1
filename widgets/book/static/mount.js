// Makes the maps of a published page live: the same front end as with a kernel, over a model of its own.
(() => {
  const page = (globalThis[Symbol.for("explorer")] ??= {});
  const here = document.currentScript.src;
  const mounts = [...document.querySelectorAll(".explorer-mount, .plotly-mount")];
  if (!mounts.length) return;

  let settle;
  const settled = new Promise((resolve) => (settle = resolve));

  // What a map asks of the page it stands in.
  page.host = {
    plotly: () =>
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL("plotly.min.js", here);
        script.onload = () => resolve(globalThis.Plotly);
        script.onerror = () => reject(new Error("plotly.js did not load"));
        document.head.append(script);
      }),
    hrefs: {},
    settled, // when every map of the page stands
    href: (id) => page.host.hrefs[id],
  };

  // As much of a widget's model as a front end uses.
  class Model {
    #state;
    #heard = {};
    constructor(state) {
      this.#state = state;
    }
    get(name) {
      return this.#state[name];
    }
    set(name, value) {
      if (JSON.stringify(value) === JSON.stringify(this.#state[name])) return; // as a kernel's model does
      this.#state[name] = value;
      for (const act of this.#heard[`change:${name}`] ?? []) act();
    }
    save_changes() {}
    on(event, act) {
      (this.#heard[event] ??= new Set()).add(act);
    }
    off(event, act) {
      this.#heard[event]?.delete(act);
    }
  }

  const data = (mount) => JSON.parse(mount.querySelector('script[type="application/json"]').textContent);

  // A bare figure: drawn when it nears the window, in the page's colours, as wide as the text.
  function bare(mount, module) {
    const figure = data(mount);
    const chart = document.createElement("div");
    const height = figure.layout.height ?? 420;
    chart.className = "explorer-chart";
    chart.style.height = `${height}px`;
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", mount.querySelector("figcaption").textContent);
    mount.prepend(chart);
    const near = new IntersectionObserver(
      async ([entry]) => {
        if (!entry.isIntersecting) return;
        near.disconnect();
        let Plotly;
        try {
          Plotly = await module.plotly();
        } catch {
          chart.replaceChildren(module.unavailable());
          chart.style.height = "auto";
          return;
        }
        const draw = () => {
          const width = chart.clientWidth;
          const shown = module.themed(module.narrowed(structuredClone(figure), width), figure.layout.meta?.dark ?? {}, chart);
          Object.assign(shown.layout, { width, height });
          return Plotly.react(chart, shown.data, shown.layout, { displayModeBar: false });
        };
        await draw();
        mount.dataset.ready = "true";
        new ResizeObserver(draw).observe(chart);
        new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      },
      { rootMargin: "400px" },
    );
    near.observe(chart);
  }

  // Answers to a quiz outlive the page: each item is kept by itself, and what the quiz no longer has is left out.
  const place = ({ name }, id) => `quiz/${name}/${id}`;
  function answered(spec, kept) {
    const value = { ...spec.start, answers: {}, first: {}, solved: [] };
    for (const { id, feedback } of spec.quiz.items) {
      const { last, first, solved } = kept.get(place(spec, id)) ?? {};
      if (last === undefined || !Object.hasOwn(feedback, last)) continue;
      value.answers[id] = last;
      value.first[id] = Object.hasOwn(feedback, first) ? first : last;
      if (solved) value.solved.push(id);
    }
    return { ...value, right: value.solved.length };
  }

  // Only what the reader changed is written: another window may have answered more.
  function keepAnswers(model, el, kept) {
    const spec = model.get("spec");
    const items = ({ answers, first, solved }) =>
      spec.quiz.items.map(({ id }) => [place(spec, id), answers[id] && { last: answers[id], first: first[id], solved: solved.includes(id) }]);
    const same = (one, other) => JSON.stringify(items(one)) === JSON.stringify(items(other));
    let before = model.get("value");
    model.on("change:value", () => {
      const was = new Map(items(before));
      before = model.get("value");
      const changed = items(before).filter(([key, now]) => JSON.stringify(now) !== JSON.stringify(was.get(key)));
      kept.put(Object.fromEntries(changed));
    });
    kept.on(() => {
      const value = answered(spec, kept);
      if (!same(value, model.get("value"))) el.explorer.resume(value);
    });
    el.append(kept.note("Your answers stay in this browser."));
  }

  // A map: the still picture, words and table give way once the front end stands.
  function live(mount, module) {
    const { hrefs, ...state } = data(mount);
    Object.assign(page.host.hrefs, hrefs);
    page.host.still = mount.querySelector("svg.map-still")?.cloneNode(true);
    const el = document.createElement("div");
    mount.append(el);
    const kept = state.spec.quiz && globalThis[Symbol.for("course")]?.kept;
    const model = new Model(kept ? { ...state, value: answered(state.spec, kept) } : state);
    module.default.render({ model, el });
    mount.replaceChildren(el);
    if (kept) keepAnswers(model, el, kept);
  }

  async function start() {
    const module = await import(URL.createObjectURL(new Blob([page.source], { type: "text/javascript" })));
    for (const mount of mounts) {
      try {
        if (mount.matches(".plotly-mount")) bare(mount, module);
        else live(mount, module);
      } catch (error) {
        console.error(error); // one map's fault leaves its still picture, and the other maps alone
      }
    }
    settle();
  }

  start();
})();
