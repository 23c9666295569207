from django.urls import path

from home.pages import views

# Ahead of Wagtail's own addresses of the same paths.
urlpatterns = [
    path("admin/jsi18n/", views.admin_script_words, name="admin_script_words"),
    path("admin/account/", views.admin_account, name="admin_account"),
]
