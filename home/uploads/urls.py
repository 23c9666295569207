from django.urls import path

from home.uploads import views

urlpatterns = [
    path("", views.upload_new, name="upload_new"),
    path("<uuid:public_id>/", views.upload, name="upload"),
]
