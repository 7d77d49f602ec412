// Makes or uses a passkey: reads the server's question from the form, asks the browser, posts its answer.
(() => {
  "use strict";

  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  const button = form.querySelector("button");
  const failure = form.querySelector("[data-passkey-failure]");
  form.hidden = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const question = () => {
    const asked = JSON.parse(form.dataset.question).publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const list of [asked.excludeCredentials, asked.allowCredentials]) {
      for (const known of list || []) known.id = bytes(known.id);
    }
    return { publicKey: asked };
  };

  const answer = (made) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[part]) response[part] = text(made.response[part]);
    }
    return JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response,
      clientExtensionResults: made.getClientExtensionResults(),
    });
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    failure.hidden = true;
    try {
      const keys = navigator.credentials;
      const asked = question();
      const made = form.dataset.passkey === "make" ? await keys.create(asked) : await keys.get(asked);
      form.elements.answer.value = answer(made);
      form.submit();
    } catch {
      button.disabled = false; // cancelled, timed out, or no key here
      failure.hidden = false;
    }
  });
})();
