/* A quadro of the scheda: totals that move while typing, and the state of a voce that follows its numbers.
   The server reckons everything again: without this file nothing is missing. */
(() => {
  "use strict";

  const scritto = new Intl.NumberFormat("it-IT", { useGrouping: "always", maximumFractionDigits: 0 });

  /* «1.475», «1475», «1 475»; null for what is no number, which does not count. */
  const leggi = (testo) => {
    const pulito = testo.trim();
    if (!/^(\d+|\d{1,3}([.\s]\d{3})+)$/.test(pulito)) { return null; }
    return Number(pulito.replace(/[.\s]/g, ""));
  };

  const valore = (cella) => {
    const campo = cella.querySelector("input:not([type=hidden])");
    return leggi(campo ? campo.value : cella.textContent);
  };

  const somma = (celle) => {
    const numeri = celle.map(valore).filter((n) => n !== null);
    return numeri.length ? scritto.format(numeri.reduce((a, b) => a + b, 0)) : "";
  };

  const ricalcola = (tabella) => {
    const delleColonne = [...tabella.querySelectorAll("tbody td[data-colonna]")].filter((td) => td.closest("table") === tabella);
    tabella.querySelectorAll("[data-totale-riga]").forEach((td) => {
      td.textContent = somma([...td.parentElement.querySelectorAll("td[data-colonna]")]);
    });
    tabella.querySelectorAll("[data-totale-colonna]").forEach((td) => {
      td.textContent = somma(delleColonne.filter((c) => c.dataset.colonna === td.dataset.totaleColonna));
    });
    tabella.querySelectorAll("[data-totale-tutto]").forEach((td) => { td.textContent = somma(delleColonne); });
  };

  const segna = (campo) => {
    const voce = campo.closest("fieldset.voce");
    const stato = voce && voce.querySelector(":scope > fieldset.scelta-stato input[value=valorizzata]");
    if (stato && campo.value.trim()) { stato.checked = true; }
  };

  document.addEventListener("input", (evento) => {
    const campo = evento.target;
    if (!campo.name || !campo.name.includes("/") || campo.type === "radio") { return; }
    const tabella = campo.closest("table[data-totali]");
    if (tabella) { ricalcola(tabella); }
    if (campo.closest("table.griglia, fieldset.blocco") && campo.type !== "checkbox") { segna(campo); }
  });
})();
