// Names that were opened hide again after minutes in which nobody touched the page; without this file a reload closes them.
(() => {
  const shown = [...document.querySelectorAll("[data-hide-idle]")];
  if (!shown.length) return;
  const idle = Number(shown[0].dataset.hideIdle) * 1000;
  let touched = Date.now();
  const touch = () => (touched = Date.now());
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) addEventListener(kind, touch, { passive: true });
  const close = () => {
    for (const each of shown) {
      each.textContent = "••••••••";
      each.classList.add("masked");
    }
    for (const each of document.querySelectorAll("[data-idle-open]")) each.hidden = true;
    for (const each of document.querySelectorAll("[data-idle-closed]")) each.hidden = false;
    clearInterval(clock);
  };
  // Asked often, not once: a laptop that slept does not count its sleep as a wait.
  const clock = setInterval(() => Date.now() - touched >= idle && close(), 1000);
  document.addEventListener("visibilitychange", () => Date.now() - touched >= idle && close());
})();
