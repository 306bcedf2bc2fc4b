// Every page works without this file; it only makes some things quicker.
(() => {
  const root = document.documentElement;
  // The cookies of config/display.py, at once: the next page may be asked for in this second.
  const keep = (name, value) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  };

  // Leave now: the page is blank before anything else happens, in every tab of this browser.
  const leaving = document.querySelector("[data-leave]");
  const others = new BroadcastChannel("leave");
  const vanish = () => {
    root.replaceChildren();
    location.replace(leaving.dataset.leave);
  };
  const leave = () => {
    const body = new FormData(leaving);
    fetch(leaving.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
    others.postMessage("now");
    vanish();
  };
  if (leaving) {
    others.addEventListener("message", vanish);
    leaving.addEventListener("submit", (event) => {
      event.preventDefault();
      leave();
    });
    let presses = [];
    addEventListener("keydown", (event) => {
      if (event.repeat) return;
      presses = event.key === "Shift" ? [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 3000) : [];
      if (presses.length >= 3) leave();
    });
  }

  // Where one is asked to sign in, no other tab of this browser goes on showing what it showed.
  if (document.querySelector("[data-signed-out]")) new BroadcastChannel("session").postMessage("out");

  // A page that the browser kept is asked for again, so that a closed session shows nothing.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      root.replaceChildren();
      location.reload();
    }
  });

  // Back at a form that was saved, its key comes back too: saved again it makes no second record.
  const came = performance.getEntriesByType("navigation")[0]?.type;
  for (const key of document.querySelectorAll('input[name="once"]')) {
    if (came === "back_forward" && history.state?.once) key.value = history.state.once;
    key.form.addEventListener("submit", () => history.replaceState({ ...history.state, once: key.value }, ""));
  }

  // "/" leads into the box that finds a case, unless something is being typed.
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    const box = [...document.querySelectorAll("[data-find]")].find((each) => each.checkVisibility());
    if (!box) return;
    event.preventDefault();
    box.focus();
  });

  // Without a line a form stays, and the page says so; a browser may be wrong, so the server is asked.
  const line = document.querySelector("[data-no-line]");
  const noLine = () => {
    line.hidden = false;
    line.focus({ preventScroll: true });
  };
  const asking = new WeakSet();
  const reached = new WeakSet();
  addEventListener("submit", async (event) => {
    const form = event.target;
    const { submitter } = event;
    if (!line || !form.closest("main") || reached.delete(form)) return;
    if (navigator.onLine && !root.hasAttribute("data-line-lost")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    asking.add(form);
    const answer = await fetch(line.dataset.noLine, { cache: "no-store" }).catch(() => null);
    asking.delete(form);
    if (!answer?.ok) return noLine();
    line.hidden = true;
    reached.add(form);
    form.requestSubmit(submitter);
  }, true);
  document.addEventListener("htmx:error", (event) => {
    const ctx = event.detail?.ctx;
    if (ctx && !ctx.request?.headers?.["X-Background"]) noLine();
  });

  // A text that no draft keeps is not left behind unasked: by a link, the Back key or the closing of the tab.
  let unsaved = null;
  addEventListener("input", ({ target }) => {
    if (target.matches("main form[method=post]:not([data-draft], .find-case, [data-signed-out]) :is(textarea, [type=text])")) unsaved = target.form;
  });
  // Signing out keeps it on the server.
  addEventListener("submit", ({ target }) => {
    if (target === unsaved || target.matches("[data-sign-out]")) unsaved = null;
  });
  addEventListener("click", ({ target }) => target.closest(".buttons a") && (unsaved = null));
  addEventListener("beforeunload", (event) => unsaved?.isConnected && event.preventDefault());

  const press = (form, value) => {
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button.value === value);
  };

  const veil = document.querySelector("[data-veil]");
  veil?.addEventListener("submit", (event) => {
    event.preventDefault();
    const veiled = !root.hasAttribute("data-veiled");
    const button = veil.querySelector("button");
    keep("veil", veiled ? "1" : "0");
    root.toggleAttribute("data-veiled", veiled);
    button.value = veiled ? "0" : "1";
    button.setAttribute("aria-pressed", veiled);
  });

  const media = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen", light: "not all" };
  const themes = document.querySelectorAll("[data-theme-choice]");
  for (const form of themes) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const theme = event.submitter.value;
      keep("theme", theme);
      root.dataset.theme = theme;
      document.querySelector("[data-dark]").media = media[theme];
      for (const each of themes) press(each, theme);
    });
  }

  // What unfolded folds again by Escape or a press beside it.
  const fold = (except) => {
    for (const drop of document.querySelectorAll(".drop[open]")) if (drop !== except) drop.open = false;
  };
  addEventListener("click", (event) => fold(event.target.closest(".drop")));
  addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".drop[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // A value that was shown on request hides again by itself.
  const hideLater = () => {
    for (const shown of document.querySelectorAll("[data-hide-after]:not([data-hiding])")) {
      const after = Number(shown.dataset.hideAfter) * 1000;
      shown.dataset.hiding = "";
      setTimeout(() => {
        shown.textContent = "••••••••";
        shown.classList.add("masked");
        const again = shown.parentElement.querySelector("form[hidden]");
        if (again) again.hidden = false;
      }, after);
    }
  };
  hideLater();
  document.addEventListener("htmx:after:swap", hideLater);

  // Only where the browser can copy is there a button for it.
  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
      button.parentElement.querySelector("[data-copied]").hidden = false;
    });
  }

  for (const opener of document.querySelectorAll("[data-opens]")) {
    opener.addEventListener("click", () => document.getElementById(opener.dataset.opens)?.showModal());
  }
})();
