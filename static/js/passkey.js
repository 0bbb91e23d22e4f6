// Asks the browser for a passkey, puts what it gives into the form and sends it. The page around says what happens.
document.querySelectorAll("form[data-passkey]").forEach((form) => {
  "use strict";
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0),
  );
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const status = form.querySelector("[data-passkey-status]");
  const failed = form.querySelector("[data-passkey-failed]");

  const asked = (options) => {
    const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
    const asks = { ...options, challenge: bytes(options.challenge) };
    if (options.user) asks.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) asks.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) asks.allowCredentials = known(options.allowCredentials);
    return asks;
  };

  const given = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment,
    });
  };

  const run = async () => {
    status.textContent = status.dataset.waiting;
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({
        publicKey: asked(JSON.parse(form.dataset.options)),
      });
      form.elements.credential.value = given(credential);
      form.submit();
    } catch {
      status.textContent = "";
      failed.hidden = false;
    }
  };
  run();
});
