from django.urls import path

from learning.portfolio import views

urlpatterns = [
    path("curso/<slug:course>/<int:item>/reflexao/", views.entry, name="entry"),
    path("curso/<slug:course>/<int:item>/reflexao/rascunho/", views.entry_draft, name="entry_draft"),
    path("curso/<slug:course>/<int:item>/reflexao/enviar/", views.entry_submit, name="entry_submit"),
    path("curso/<slug:course>/<int:item>/reflexao/retomar/", views.entry_recall, name="entry_recall"),
    path("curso/<slug:course>/<int:item>/reflexao/versao/<int:number>/", views.entry_version, name="entry_version"),
    path("recibos/<uuid:public_id>/", views.receipt, name="receipt"),
    path("portfolio/", views.portfolio, name="portfolio"),
]
