from django.urls import path

from home.uploads import views

urlpatterns = [
    path("", views.upload_new, name="upload_new"),
    path("partes/<uuid:key>/", views.upload_parts, name="upload_parts"),
    path("<uuid:public_id>/", views.upload, name="upload"),
]
