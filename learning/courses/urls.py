from django.urls import path

from learning.courses import views

urlpatterns = [
    path("cursos/", views.catalogue, name="catalogue"),
    path("cursos/<slug:slug>/", views.course, name="course"),
    path("cursos/<slug:slug>/inscricao/", views.enrol, name="enrol"),
    path("cursos/<slug:slug>/trocar-turma/", views.switch, name="switch"),
    path("curso/<slug:slug>/", views.outline, name="outline"),
    path("curso/<slug:slug>/<int:item>/", views.item, name="item"),
]
