from django.urls import path

from home.accounts import views

urlpatterns = [
    path("perfil/", views.profile, name="profile"),
    path("continuar/", views.kept, name="kept"),
    path("idioma/", views.language, name="language"),
    path("economia/", views.economy, name="economy"),
]
