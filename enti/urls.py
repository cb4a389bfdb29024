"""Addresses of people, invitations and permissions."""

from django.urls import path

from enti.views import allegati, enti, inviti, nome, norme, permessi, persone

app_name = "enti"

urlpatterns = [
    path("permessi/", permessi.permessi, name="permessi"),
    path("conto/nome/", nome.nome, name="nome"),
    path("norme/", norme.norme, name="norme"),
    path("ambiti/<slug:ambito>/persone/", persone.persone, name="persone"),
    path("ambiti/<slug:ambito>/persone/invito/", inviti.invita, name="invita"),
    path("ambiti/<slug:ambito>/enti/", enti.enti, name="enti"),
    path("ambiti/<slug:ambito>/enti/<slug:ente>/unico-addetto/", enti.unico_addetto, name="unico_addetto"),
    path("enti/<slug:ente>/persone/", persone.persone_ente, name="persone_ente"),
    path("enti/<slug:ente>/persone/invito/", inviti.invita_ente, name="invita_ente"),
    path("persone/incarichi/<int:incarico>/fine/", persone.incarico_fine, name="incarico_fine"),
    path("persone/inviti/<int:invito>/", inviti.invito, name="invito"),
    path("persone/inviti/<int:invito>/rinnovo/", inviti.invito_rinnovo, name="invito_rinnovo"),
    path("persone/inviti/<int:invito>/annullamento/", inviti.invito_annullamento, name="invito_annullamento"),
    path("inviti/", inviti.accetta, name="accetta"),
    path("inviti/accettazione/", inviti.accettazione, name="accettazione"),
    path("inviti/<str:codice>/", inviti.accetta_codice, name="accetta_codice"),
    path("allegati/<int:allegato>/", allegati.allegato, name="allegato"),
]
