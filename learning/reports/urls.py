from django.urls import path

from learning.reports import views

urlpatterns = [
    path("turmas/<int:pk>/calibragem/", views.calibration, name="calibration"),
    path("turmas/<int:pk>/calibragem.csv", views.calibration_table, name="calibration_table"),
    path("turmas/<int:pk>/participacao/", views.offering_participation, name="offering_participation"),
    path("turmas/<int:pk>/participacao.csv", views.offering_participation_table, name="offering_participation_table"),
    path("turmas/<int:pk>/copias/", views.offering_copies, name="offering_copies"),
    path("curso/<slug:slug>/questionario/", views.survey, name="survey"),
    path("turmas/<int:pk>/questionario.csv", views.survey_answers, name="survey_answers"),
    path("turmas/<int:pk>/mudancas/", views.work_figures, name="work_figures"),
    path("turmas/<int:pk>/mudancas/<slug:table>.csv", views.work_figures_table, name="work_figures_table"),
    path("portfolio/<uuid:enrolment>/copias/", views.portfolio_copies, name="portfolio_copies"),
    path("copias/<uuid:public_id>/estado/", views.copy_state, name="copy_state"),
    path("copias/<uuid:public_id>/baixar/", views.copy_download, name="copy_download"),
]
