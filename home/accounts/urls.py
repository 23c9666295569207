from django.urls import path

from home.accounts import views

urlpatterns = [
    path("perfil/", views.profile, name="profile"),
    path("continuar/", views.kept, name="kept"),
    path("confirmar/", views.confirm, name="confirm"),
    path("idioma/", views.language, name="language"),
    path("tamanho-do-texto/", views.text_size, name="text_size"),
    path("economia/", views.economy, name="economy"),
]
