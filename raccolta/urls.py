"""Addresses of the schede and of the survey."""

from django.urls import path, register_converter

from raccolta.alloggi import views as alloggi
from raccolta.percorsi import QuadroConverter
from raccolta.views import (
    allegati,
    certificazione,
    controlli,
    cruscotto,
    dal_registro,
    domande,
    foglio,
    importazione,
    lavori,
    quadro,
    ricognizione,
    scheda,
    solleciti,
)

app_name = "raccolta"
RACCOLTA = "ambiti/<slug:ambito>/<int:anno>/"

register_converter(QuadroConverter, "quadro")

urlpatterns = [
    path(RACCOLTA, cruscotto.cruscotto, name="cruscotto"),
    path(f"{RACCOLTA}ricognizione/", ricognizione.ricognizione, name="ricognizione"),
    path(f"{RACCOLTA}ricognizione/finestra/", ricognizione.finestra_create, name="finestra_create"),
    path(
        f"{RACCOLTA}ricognizione/finestre/<int:finestra>/annulla/",
        ricognizione.finestra_cancel,
        name="finestra_cancel",
    ),
    path(f"{RACCOLTA}ricognizione/proroga/", ricognizione.proroga_create, name="proroga_create"),
    path(f"{RACCOLTA}ricognizione/integrazione/", ricognizione.integrazione_create, name="integrazione_create"),
    path(f"{RACCOLTA}solleciti/", solleciti.solleciti, name="solleciti"),
    path(f"{RACCOLTA}solleciti/invio/", solleciti.sollecito_send, name="sollecito_send"),
    path(f"{RACCOLTA}storia/", scheda.storia_ricognizione, name="storia_ricognizione"),
    path("schede/<int:scheda>/", scheda.scheda_detail, name="scheda_detail"),
    path("schede/<int:scheda>/riepilogo/", scheda.riepilogo, name="riepilogo"),
    path("schede/<int:scheda>/controlli/", controlli.controlli, name="controlli"),
    path("schede/<int:scheda>/foglio/", foglio.foglio, name="foglio"),
    path("schede/<int:scheda>/foglio/scheda.xlsx", foglio.scarica, name="foglio_scarica"),
    path("schede/<int:scheda>/foglio/<quadro:quadro>.csv", foglio.scarica_csv, name="foglio_csv"),
    path("schede/<int:scheda>/foglio/errori/<slug:codice>/", foglio.segnato, name="foglio_segnato"),
    path("fogli/<slug:ente>/<int:anno>/", foglio.fogli, name="fogli_ente"),
    path("fogli/<slug:ente>/<int:anno>/schede.xlsx", foglio.scarica_tutte, name="fogli_scarica"),
    path("fogli/<slug:ente>/<int:anno>/errori/<slug:codice>/", foglio.segnati, name="fogli_segnati"),
    path("schede/<int:scheda>/storia/", scheda.storia, name="storia"),
    path("schede/<int:scheda>/valore/", scheda.valore, name="valore"),
    path("schede/<int:scheda>/allegati/", allegati.allegati, name="allegati"),
    path("schede/<int:scheda>/domande/", domande.domande, name="domande"),
    path("schede/<int:scheda>/domande/<int:domanda>/", domande.domanda, name="domanda"),
    path("schede/<int:scheda>/certifica/", certificazione.certifica, name="certificazione"),
    path("schede/<int:scheda>/certificazioni/<int:numero>/", certificazione.certificata, name="certificata"),
    path("schede/<int:scheda>/rinvia/", certificazione.rinvia, name="rinvio"),
    path("schede/<int:scheda>/registro/", dal_registro.dal_registro, name="dal_registro"),
    path("unita/", alloggi.unita, name="unita"),
    path("unita/importazione/", importazione.importazione, name="importazione"),
    path("unita/importazione/<int:importazione>/", importazione.importazione_detail, name="importazione_detail"),
    path(
        "unita/importazione/<int:importazione>/colonne/",
        importazione.importazione_colonne,
        name="importazione_colonne",
    ),
    path(
        "unita/importazione/<int:importazione>/errori/",
        importazione.importazione_segnata,
        name="importazione_segnata",
    ),
    path("lavori/<int:lavoro>/", lavori.lavoro, name="lavoro"),
    path("unita/nuova/", alloggi.unita_create, name="unita_create"),
    path("unita/<int:unita>/", alloggi.unita_detail, name="unita_detail"),
    path("unita/<int:unita>/modifica/", alloggi.unita_change, name="unita_change"),
    path("unita/<int:unita>/elimina/", alloggi.unita_remove, name="unita_remove"),
    # The quadri come last: their names are the rest of the address.
    path("schede/<int:scheda>/<quadro:quadro>/", quadro.quadro, name="quadro"),
]
