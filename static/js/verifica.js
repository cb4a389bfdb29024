/* The page of verification: the form of the file is also a place where a file is dropped. Without this file one chooses it. */
(() => {
  "use strict";

  document.querySelectorAll("form[data-lascia]").forEach((modulo) => {
    const campo = modulo.querySelector("input[type=file]");
    const sopra = (acceso) => modulo.classList.toggle("sopra", acceso);
    modulo.classList.add("accoglie");
    modulo.addEventListener("dragover", (evento) => { evento.preventDefault(); sopra(true); });
    modulo.addEventListener("dragleave", () => sopra(false));
    modulo.addEventListener("drop", (evento) => {
      evento.preventDefault();
      sopra(false);
      if (evento.dataTransfer && evento.dataTransfer.files.length) {
        campo.files = evento.dataTransfer.files;
        modulo.requestSubmit();
      }
    });
  });
})();
