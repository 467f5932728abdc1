// What the browser edition adds to JupyterLab, as a prebuilt extension written by hand: two
// plugins are too little for a bundler. JupyterLab asks this container for its modules by name.
"use strict";
(() => {
  let shared; // JupyterLab's own libraries, by name and version

  const library = async (name) => {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  };

  // A chapter's links name its neighbours, which are pages of the book here: JupyterLab would look
  // for files of its own.
  const lead = (event) => {
    const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
    const found = link && /\/lite\/(?:files|notebooks)\/(?:[^?#]*\/)?([\w-]+)\.(?:md|ipynb)(#.*)?$/.exec(link.href);
    if (found) link.href = new URL(`../../chapters/${found[1]}.html${found[2] ?? ""}`, location.href);
  };

  // Tells the page's status line (loading.js) what becomes of the notebook and of Python.
  const status = {
    id: "course:status",
    autoStart: true,
    activate: (app) => {
      const page = globalThis.course;
      for (const type of ["pointerover", "focusin", "click"]) document.addEventListener(type, lead, true);
      const notebook = () => [...app.shell.widgets("main")].find((widget) => widget.sessionContext && widget.content?.widgets);
      const follow = async () => {
        const panel = notebook();
        if (!panel) return setTimeout(follow, 100);
        page.opened({
          runAll: () => app.commands.execute("notebook:run-all-cells"),
          download: () => app.commands.execute("docmanager:download"),
        });
        await panel.sessionContext.ready;
        const kernel = panel.sessionContext.session?.kernel;
        if (!kernel) return page.failed();
        kernel.statusChanged.connect((_, now) => (now === "dead" ? page.failed() : undefined));
        // Answered when Python runs; it also has the libraries ready that every map needs.
        const asked = kernel.requestExecute({ code: "import widgets.maps.style, plotly.graph_objects", silent: true, store_history: false });
        const { content } = await asked.done;
        if (content.status === "ok") page.ready();
        else page.failed();
      };
      app.restored.then(follow);
    },
  };

  // A bare plotly figure, drawn by the plotly.js that the book's pages have.
  const figures = async () => {
    const { Widget } = await library("@lumino/widgets");
    class Figure extends Widget {
      async renderModel(model) {
        const { data, layout } = model.data[Figure.type];
        try {
          const Plotly = await globalThis[Symbol.for("explorer")].plotly;
          await Plotly.react(this.node, data, { ...layout, autosize: layout.width === undefined }, { displayModeBar: false, responsive: true });
        } catch {
          this.node.textContent = "The chart could not be loaded.";
        }
      }
    }
    Figure.type = "application/vnd.plotly.v1+json";
    return {
      id: "course:figures",
      rendererFactory: { safe: true, mimeTypes: [Figure.type], createRenderer: () => new Figure() },
      rank: 0,
      dataType: "json",
    };
  };

  const modules = {
    "./extension": async () => ({ __esModule: true, default: status }),
    "./mimeExtension": async () => ({ __esModule: true, default: await figures() }),
  };
  (globalThis._JUPYTERLAB ??= {}).course = {
    init: (scope) => {
      shared = scope;
    },
    get: async (name) => {
      const module = await modules[name]();
      return () => module;
    },
  };
})();
