from django.urls import path

from learning.desk import views

urlpatterns = [
    path("inicio/", views.desk, name="desk"),
    path("busca/", views.search, name="search"),
    path("turmas/<int:pk>/andamento/", views.progress_matrix, name="progress_matrix"),
    path("turmas/<int:pk>/andamento.csv", views.progress_matrix_csv, name="progress_matrix_csv"),
]

# Within Wagtail's admin, for whoever may enter it.
admin_urlpatterns = [
    path("nova-pagina/<slug:kind>/", views.page_new, name="page_new"),
    path("novo-curso/", views.course_new, name="course_new"),
    path("pendencias/<slug:key>/", views.page_list, name="page_list"),
]
