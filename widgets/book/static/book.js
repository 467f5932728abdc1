// What the page needs beyond HTML and CSS: theme, contents, search, copying, scrolling, print.
// Every part works alone: what a page lacks is skipped. Nothing is fetched, nothing is logged.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);

  // -- Theme: as the system, then the opposite of the system, then the other one.
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const names = { auto: "as the system", light: "light", dark: "dark" };

  const keep = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // A browser that stores nothing still switches this page.
    }
  };

  const showTheme = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (systemDark.matches ? "dark" : "light") : mode;
    const label = `Colour theme: ${names[mode]}`;
    for (const button of all(".theme-switch-button")) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  };

  const nextMode = () => {
    const order = systemDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    return order[(order.indexOf(root.dataset.mode) + 1) % order.length];
  };

  const setUpTheme = () => {
    showTheme(root.dataset.mode);
    systemDark.addEventListener("change", () => showTheme(root.dataset.mode));
    for (const button of all(".theme-switch-button")) {
      button.addEventListener("click", () => {
        showTheme(nextMode());
        keep("mode", root.dataset.mode);
        keep("theme", root.dataset.theme);
      });
    }
  };

  // -- Contents: a column that can be put away, or a drawer over the page on a small screen.
  const setUpContents = () => {
    const panel = one("#contents");
    const toggle = one(".primary-toggle");
    const overlay = one(".overlay");
    if (!panel || !toggle) return;
    const wide = matchMedia("(min-width: 62rem)");
    const behind = all(".bd-header, .bd-main, .bd-footer");

    const show = (open) => {
      root.classList.toggle("contents-open", open && !wide.matches);
      root.classList.toggle("contents-away", !open && wide.matches);
      toggle.setAttribute("aria-expanded", String(open));
      overlay.hidden = !open || wide.matches;
      for (const part of behind) part.inert = open && !wide.matches;
    };
    const close = () => {
      show(false);
      toggle.focus();
    };

    show(wide.matches);
    wide.addEventListener("change", () => show(wide.matches));
    toggle.addEventListener("click", () => {
      const open = toggle.getAttribute("aria-expanded") !== "true";
      show(open);
      if (open && !wide.matches) one(".close-button").focus();
    });
    one(".close-button").addEventListener("click", close);
    overlay.addEventListener("click", close);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && root.classList.contains("contents-open")) close();
    });
    const current = panel.querySelector("[aria-current]");
    if (current && wide.matches && current.offsetTop > panel.clientHeight * 0.7) {
      panel.scrollTop = current.offsetTop - panel.clientHeight / 2;
    }
  };

  // -- Search: a dialog over the page, by its button or Ctrl+K.
  const setUpSearch = () => {
    // Sphinx writes the results after the page is read; their number is said once.
    addEventListener("load", () => one(".search-summary")?.setAttribute("role", "status"));
    const dialog = one("#search-dialog");
    const open = () => {
      if (!dialog) {
        one("#search-page-field")?.focus();
      } else if (!dialog.open) {
        dialog.showModal();
        dialog.querySelector("input").select();
      }
    };
    for (const button of all(".search-button")) button.addEventListener("click", open);
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey) return;
      if (event.ctrlKey === event.metaKey) return;
      event.preventDefault();
      open();
    });
    // A click beside the form is a click on the dialog itself.
    dialog?.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  };

  // -- Copying code.
  const copy = async (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    // Plain http in a classroom has no clipboard interface.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not copied");
  };

  const setUpCopying = () => {
    const status = Object.assign(document.createElement("div"), { className: "visually-hidden" });
    status.setAttribute("role", "status");
    document.body.append(status);
    for (const pre of all(".bd-article div.highlight > pre")) {
      if (pre.closest(".cell_output")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy-button";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy this code");
      button.addEventListener("click", async () => {
        let word = "Copied";
        try {
          await copy(pre.textContent.trimEnd());
        } catch {
          word = "Not copied";
        }
        button.textContent = status.textContent = word;
        button.focus();
        setTimeout(() => {
          button.textContent = "Copy";
          status.textContent = "";
        }, 2000);
      });
      pre.parentElement.append(button);
    }
  };

  // -- Whatever scrolls sideways can be reached and scrolled by keys.
  const scrollers = ".bd-article pre, .pst-scrollable-table-container, div.math, .output.text_html";
  const setTabStops = () => {
    for (const element of all(scrollers)) {
      const scrolls = element.scrollWidth > element.clientWidth + 1;
      if (scrolls && !element.hasAttribute("tabindex")) {
        element.tabIndex = 0;
        element.setAttribute("role", "region");
        element.setAttribute(
          "aria-label",
          element.matches("pre") ? "Code, scrolls sideways" : "Wide content, scrolls sideways",
        );
      } else if (!scrolls && element.getAttribute("role") === "region") {
        for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
      }
    }
  };
  const setUpTabStops = () => {
    let wait = 0;
    const later = () => {
      clearTimeout(wait);
      wait = setTimeout(setTabStops, 200);
    };
    setTabStops();
    addEventListener("resize", later);
    addEventListener("load", later);
    document.addEventListener("toggle", later, true);
  };

  // -- Where one is on the page.
  const setUpPosition = () => {
    const toc = one("#page-toc");
    if (!toc) return;
    const links = new Map(all("a[href^='#']", toc).map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
    const seen = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target.id);
        const now = [...links.keys()].findLast((id) => seen.has(id));
        if (!now) return;
        for (const [id, link] of links) {
          if (id === now) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      },
      { rootMargin: "-64px 0px -70% 0px" },
    );
    for (const id of links.keys()) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    const wide = matchMedia("(min-width: 75rem)");
    wide.addEventListener("change", () => (toc.open = wide.matches));
  };

  // -- Definitions: placed under their term, put away by Escape.
  const setUpDefinitions = () => {
    const tipOf = (term) =>
      term.nextElementSibling?.matches(".definition") ? term.nextElementSibling : null;
    const place = (event) => {
      const term = event.target.closest?.("a.term");
      const tip = term && tipOf(term);
      if (!tip || !tip.offsetParent) return;
      const frame = tip.offsetParent.getBoundingClientRect();
      const at = [...term.getClientRects()].at(-1) ?? term.getBoundingClientRect();
      const left = Math.min(at.left - frame.left, Math.max(frame.width - tip.offsetWidth, 0));
      tip.style.left = `${Math.max(left, 0)}px`;
      tip.style.top = `${at.bottom - frame.top}px`;
    };
    document.addEventListener("pointerover", place);
    document.addEventListener("focusin", place);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const term of all("a.term:is(:hover, :focus), a.term:has(+ .definition:hover)")) {
        const tip = tipOf(term);
        if (!tip) continue;
        tip.classList.add("dismissed");
        const again = () => tip.classList.remove("dismissed");
        term.addEventListener("blur", again, { once: true });
        term.addEventListener("pointerleave", again, { once: true });
        tip.addEventListener("pointerleave", again, { once: true });
      }
    });
  };

  // -- Python in the browser is fetched in parts, which a page from a disk may not do.
  const setUpRunning = () => {
    if (location.protocol !== "file:") return;
    for (const link of all("a.run-browser:not([hidden])")) {
      const ways = link.closest(".run-chapter").querySelector("li:last-child a").href;
      const line = document.createElement("p");
      line.className = "run-needs-server";
      line.append("Running in the browser needs a server. ");
      line.append(Object.assign(document.createElement("a"), { href: ways, textContent: "How to start one" }));
      line.append(".");
      link.replaceWith(line);
    }
  };

  // -- On paper everything is open.
  const setUpPrinting = () => {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = all(".bd-article details:not([open])");
      for (const details of opened) details.open = true;
    });
    addEventListener("afterprint", () => {
      for (const details of opened) details.open = false;
    });
  };

  setUpTheme();
  setUpContents();
  setUpSearch();
  setUpCopying();
  setUpTabStops();
  setUpPosition();
  setUpDefinitions();
  setUpRunning();
  setUpPrinting();
})();
