from django.urls import path

from learning.progress import views

urlpatterns = [
    path("curso/<slug:slug>/<int:item>/lida/", views.item_done, name="item_done"),
    path("curso/<slug:slug>/<int:item>/desfazer/", views.item_undo, name="item_undo"),
    path("curso/<slug:slug>/<int:item>/resposta/<uuid:block>/", views.answer_save, name="answer_save"),
]
