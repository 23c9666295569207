from django.urls import path

from learning.desk import views

urlpatterns = [
    path("inicio/", views.desk, name="desk"),
    path("turmas/<int:pk>/andamento/", views.progress_matrix, name="progress_matrix"),
    path("turmas/<int:pk>/andamento.csv", views.progress_matrix_csv, name="progress_matrix_csv"),
]
