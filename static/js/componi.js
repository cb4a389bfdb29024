/* The composer: a token is inserted where one is writing. Without this file it is copied from the list. */
(() => {
  "use strict";

  const testo = document.getElementById("id_testo");
  if (!testo || testo.readOnly) { return; }

  document.addEventListener("click", (evento) => {
    const bottone = evento.target.closest("[data-inserisci]");
    if (!bottone) { return; }
    testo.focus();
    testo.setRangeText(bottone.dataset.inserisci, testo.selectionStart, testo.selectionEnd, "end");
    testo.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
