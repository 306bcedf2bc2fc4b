// The pages without an account work without this file. It only makes leaving leave less behind.
(() => {
  const root = document.documentElement;
  const leave = (address) => {
    root.replaceChildren();
    location.replace(address);
  };
  const links = document.querySelectorAll("[data-leave]");
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave(link.href);
    });
  }
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.repeat || !links.length) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 3000) : [];
    if (presses.length >= 3) leave(links[0].href);
  });
  // Whoever comes back finds an empty form, not what somebody else typed.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    root.replaceChildren();
    location.reload();
  });
})();
