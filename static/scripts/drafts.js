// Sends what is typed to its draft on the server: two seconds after a change, at most every ten while typing.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  const soon = 2000;
  const often = 10000;
  let changed = false;
  let leaving = false;
  let timer = 0;
  let running = null;
  let over = false;

  const send = async () => {
    clearTimeout(timer);
    timer = 0;
    if (!changed || leaving || running) return;
    changed = false;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    running = new AbortController();
    const asked = { method: "POST", body, headers: { "X-Background": "1" }, redirect: "manual", signal: running.signal };
    const answer = await fetch(form.dataset.draft, asked).catch(() => null);
    running = null;
    // Led to where one signs in: the line is there, and nobody is signed in any more.
    over = answer?.type === "opaqueredirect" || answer?.status === 401;
    if (leaving) return;
    document.documentElement.toggleAttribute("data-line-lost", !answer);
    if (answer?.ok) state.textContent = await answer.text();
    else {
      changed = true;
      state.textContent = over ? state.dataset.over : state.dataset.lost;
    }
    if (changed) wait(often);
  };
  const wait = (time) => {
    if (!timer) timer = setTimeout(send, time);
  };

  form.addEventListener("input", () => {
    changed = true;
    wait(often);
  });
  form.addEventListener("change", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(send, soon);
  });
  // Who leaves, is called or closes the page within those seconds loses nothing: it is sent on the way out.
  const flush = () => {
    if (!changed || leaving) return;
    changed = false;
    clearTimeout(timer);
    timer = 0;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const headers = { "X-Background": "1" };
    fetch(form.dataset.draft, { method: "POST", body, headers, keepalive: true, redirect: "manual" }).catch(() => {
      changed = true;
    });
  };
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  // Sent by a script and not saved, it stays: what is typed from now on is kept again.
  form.addEventListener("upload:stays", () => {
    leaving = false;
    changed = true;
    wait(soon);
  });
  // A form on its way to be saved leaves no draft behind it.
  form.addEventListener("submit", (event) => {
    leaving = true;
    if (over) {
      // Sent without a session it would be lost: it is held until she has signed in.
      event.preventDefault();
      form.dispatchEvent(new Event("session:over", { bubbles: true }));
    }
    clearTimeout(timer);
    running?.abort();
  });
})();
