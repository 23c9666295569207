from django.urls import include, path

app_name = "home"
urlpatterns = [
    path("", include("home.accounts.urls")),
    path("", include("home.pages.urls")),
    path("arquivos/", include("home.uploads.urls")),
    path("avisos/", include("home.notifications.urls")),
]
