// Every page works without this file. It only makes leaving quicker and mistakes easier to reach.
(function () {
  "use strict";

  var exit = document.querySelector("[data-leave]");
  var pressed = [];

  // location.replace drops this page from the tab's history, which a plain link cannot do.
  function leave() {
    document.documentElement.classList.add("leaving");
    document.title = "";
    window.location.replace(exit.href);
  }

  if (exit) {
    exit.addEventListener("click", function (event) {
      event.preventDefault();
      leave();
    });
    // Escape three times within two seconds; once or twice stays free for closing things.
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") {
        pressed = [];
        return;
      }
      pressed = pressed.filter(function (at) { return event.timeStamp - at < 2000; });
      pressed.push(event.timeStamp);
      if (pressed.length === 3) leave();
    });
    // A page brought back by the Back button from memory must not stay blank.
    window.addEventListener("pageshow", function () {
      document.documentElement.classList.remove("leaving");
    });
  }

  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
