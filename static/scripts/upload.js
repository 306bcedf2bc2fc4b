// Sends a form with a file itself, to show how far it is; the file stays chosen when something has to be mended.
(() => {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  let running = false;

  const say = (words, done) => {
    const box = form.querySelector("[data-uploading]");
    box.hidden = false;
    box.querySelector("p").textContent = words;
    const bar = box.querySelector("progress");
    bar.hidden = done === undefined;
    if (done !== undefined) bar.value = done;
  };
  const words = () => form.querySelector("[data-uploading]").dataset;

  // What has to be mended stands in the page that was answered; the file that is chosen stays in the form.
  const mend = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const answered = page.querySelector("form[data-upload]");
    if (!answered) return false;
    const chosen = form.querySelector('input[type="file"]');
    const empty = answered.querySelector('input[type="file"]');
    if (empty.getAttribute("aria-invalid") !== "true") {
      // How it looks, and no more: to set what it is would empty it.
      for (const name of ["class", "aria-invalid", "aria-describedby"]) {
        if (empty.hasAttribute(name)) chosen.setAttribute(name, empty.getAttribute(name));
        else chosen.removeAttribute(name);
      }
      empty.replaceWith(chosen);
      answered.querySelector("[data-choose-again]")?.remove();
    }
    answered.querySelector("[data-draft-state]")?.replaceWith(form.querySelector("[data-draft-state]"));
    form.replaceChildren(...answered.childNodes);
    document.title = page.title;
    (form.querySelector(".error-summary") || form).scrollIntoView();
    form.querySelector(".error-summary")?.focus();
    return true;
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
    if (!form.querySelector('input[type="file"]').files.length) return;
    event.preventDefault();
    if (running) return;
    running = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) say(`${words().sending} ${Math.floor((100 * sent.loaded) / sent.total)} %`, (100 * sent.loaded) / sent.total);
    });
    request.upload.addEventListener("load", () => say(words().sent));
    const lost = () => {
      running = false;
      say(words().lost);
      form.dispatchEvent(new Event("upload:stays"));
    };
    request.addEventListener("error", lost);
    request.addEventListener("timeout", lost);
    request.addEventListener("load", () => {
      running = false;
      const further = request.getResponseHeader("X-Go-On");
      if (request.status === 204 && further) location.assign(further);
      else if ([409, 422].includes(request.status) && mend(request.responseText)) form.dispatchEvent(new Event("upload:stays"));
      // Anything else, such as a session that is over, the page itself can say.
      else form.submit();
    });
    say(words().sending, 0);
    request.send(new FormData(form));
  });
})();
