(() => {
  const clock = document.getElementById("clock");
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.zone };
  const now = new Intl.DateTimeFormat(document.documentElement.lang, shape);
  setInterval(() => { clock.textContent = now.format(new Date()); }, 1000);
})();
