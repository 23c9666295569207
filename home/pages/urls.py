from django.urls import path

from home.pages import views

# Ahead of Wagtail's own address of the same path.
urlpatterns = [path("admin/jsi18n/", views.admin_script_words, name="admin_script_words")]
