// Passkeys need a script in every browser; whoever has none uses codes from an app instead.
(function () {
  "use strict";

  var box = document.querySelector("[data-passkey]");
  if (!box || !window.PublicKeyCredential) return;
  var form = box.querySelector("form");
  var failed = box.querySelector("[data-passkey-failed]");
  var answered = false;
  box.hidden = false;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  }

  function opened(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    (options.excludeCredentials || []).concat(options.allowCredentials || []).forEach(function (each) {
      each.id = bytes(each.id);
    });
    return options;
  }

  function told(credential) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    });
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults()
    };
  }

  function ask(question) {
    var options = { publicKey: opened(question.publicKey) };
    return box.dataset.passkey === "add"
      ? navigator.credentials.create(options)
      : navigator.credentials.get(options);
  }

  form.addEventListener("submit", function (event) {
    if (answered) return;
    event.preventDefault();
    failed.hidden = true;
    fetch(box.dataset.question, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value }
    }).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error();
      return answer.json();
    }).then(ask).then(function (credential) {
      form.elements.credential.value = JSON.stringify(told(credential));
      answered = true;
      form.submit();
    }).catch(function () {
      failed.hidden = false;
      failed.focus();
    });
  });
})();
