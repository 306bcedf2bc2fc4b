// Warns two minutes before an unused session ends; typing counts as being there, a page left alone does not.
// Signed out in one tab, every other tab of this browser is emptied too.
(() => {
  const dialog = document.getElementById("session");
  const form = dialog.querySelector("[data-extend]");
  const countdown = dialog.querySelector("[data-countdown]");
  const idle = Number(dialog.dataset.idleSeconds) * 1000;
  const warning = 120000;
  const quiet = 60000;
  const keeping = 20000;
  const tabs = new BroadcastChannel("session");
  let ends = Date.now() + idle;
  let asked = Date.now();
  let over = false;
  let written = null;
  let kept = null;
  let waiting = null;

  const ask = (address, asked) => {
    const headers = { "X-Background": "1" };
    return fetch(address, { headers, redirect: "manual", ...asked }).catch(() => null);
  };
  // What stands in a form that was written in is kept by the server before the page is emptied; what the
  // server cannot keep, since nobody is signed in any more, waits in this tab.
  const send = async (body) => {
    const answer = await ask(dialog.dataset.keep, { method: "POST", body });
    waiting = answer?.ok ? null : body;
    return answer?.ok ? answer.json() : { url: "" };
  };
  const keep = () => {
    if (kept || !written) return;
    const body = new FormData(written);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("unsent_path", written.getAttribute("action") || location.pathname + location.search);
    kept = send(body);
  };

  const stay = (seconds) => {
    ends = Date.now() + (seconds ? seconds * 1000 : idle);
    kept = waiting = null;
    if (dialog.open) dialog.close();
  };
  const end = () => {
    if (over) return;
    over = true;
    keep();
    const said = document.getElementById("session-over").content.cloneNode(true);
    document.title = said.querySelector("h1").textContent;
    document.body.replaceChildren(said);
    document.querySelector("main").focus();
    kept?.then(tell);
  };
  const tell = ({ url }) => {
    const link = document.querySelector("main a");
    document.querySelector("[data-kept]").hidden = !url;
    document.querySelector("[data-waits]").hidden = !waiting;
    link.target = waiting ? "_blank" : "";
    if (url) link.href = url;
  };
  // Signed in in another tab, she finds here what had waited; somebody else does not, and it waits on for her.
  const again = async () => {
    const body = waiting;
    if (!over || !body) return;
    waiting = null;
    const answer = await ask(dialog.dataset.own);
    if (!answer?.ok) return void (waiting = body);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = document.querySelector("main a");
    if (page.getElementById("session")?.dataset.person === dialog.dataset.person) {
      body.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
      tell(await send(body));
      if (!waiting) link.textContent = link.dataset.see;
    } else waiting = body;
  };
  const extend = async () => {
    asked = Date.now();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) {
      tabs.postMessage("out");
      return end();
    }
    const { seconds } = await answer.json();
    stay(seconds);
    tabs.postMessage(seconds);
  };
  const look = () => {
    if (over) return;
    const left = ends - Date.now();
    if (left <= 0) return end();
    if (left <= keeping) keep();
    if (left <= warning && !dialog.open) dialog.showModal();
    const seconds = Math.ceil(left / 1000);
    countdown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  // What was written in another tab is on its way before the session ends; then each goes to where one signs in.
  const leave = async () => {
    end();
    await kept;
    if (!waiting) location.replace(dialog.dataset.signIn);
  };

  tabs.postMessage(0);
  tabs.addEventListener("message", ({ data }) => {
    if (data === "closing") end();
    else if (data === "out") leave();
    else if (over) again();
    else stay(data);
  });
  for (const out of document.querySelectorAll("[data-sign-out]")) {
    out.addEventListener("submit", (event) => {
      event.preventDefault();
      keep();
      tabs.postMessage("closing");
      const others = new Promise((done) => setTimeout(done, 300));
      const late = new Promise((done) => setTimeout(done, 3000));
      Promise.all([others, Promise.race([kept, late])]).then(() => out.submit());
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    extend();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    extend();
  });
  addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("main form[method=post]:not([role=search])") && !form.querySelector("[type=password]")) written = form;
    if (!over && Date.now() - asked > quiet) extend();
  });
  // A form that was to be saved, and of which its draft knows that nobody is signed in.
  document.addEventListener("session:over", (event) => {
    written = event.target;
    kept = null;
    end();
  });
  addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  addEventListener("focus", again);
  // What a page asks by itself is no sign of life; what a person pressed is.
  document.addEventListener("htmx:after:request", (event) => {
    if (!event.detail?.ctx?.request?.headers?.["X-Background"]) stay();
  });
  setInterval(look, 1000);
})();
