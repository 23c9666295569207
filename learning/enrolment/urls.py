from django.urls import path

from learning.enrolment import views

urlpatterns = [
    path("", views.offerings, name="offerings"),
    path("nova/<slug:slug>/", views.offering_new, name="offering_new"),
    path("convite/<str:token>/", views.invitation, name="invitation"),
    path("<int:pk>/", views.offering, name="offering"),
    path("<int:pk>/mudar/", views.offering_change, name="offering_change"),
    path("<int:pk>/grupos/novo/", views.tutoring_group_new, name="tutoring_group_new"),
    path("<int:pk>/grupos/<int:group>/", views.tutoring_group_change, name="tutoring_group_change"),
    path("<int:pk>/equipe/nova/", views.staff_add, name="staff_add"),
    path("<int:pk>/equipe/<int:assignment>/retirar/", views.staff_remove, name="staff_remove"),
    path("<int:pk>/murais/", views.staff_boards, name="staff_boards"),
    path("<int:pk>/murais/novo/", views.staff_board_new, name="staff_board_new"),
    path("<int:pk>/murais/<int:board>/", views.staff_board_change, name="staff_board_change"),
    path("<int:pk>/murais/<int:board>/estado/", views.staff_board_switch, name="staff_board_switch"),
    path("<int:pk>/inscrever/", views.enrolment_add, name="enrolment_add"),
    path("<int:pk>/mover/", views.enrolment_place, name="enrolment_place"),
    path("inscricoes/<uuid:enrolment>/anotacoes/", views.staff_notes, name="staff_notes"),
    path("anotacoes/<int:pk>/", views.staff_note_change, name="staff_note_change"),
    path("inscricoes/<uuid:enrolment>/corrigir/", views.enrolment_correct, name="enrolment_correct"),
    path("inscricoes/<uuid:enrolment>/cancelar/", views.enrolment_withdraw, name="enrolment_withdraw"),
    path("inscricoes/<uuid:enrolment>/voltar/", views.enrolment_return, name="enrolment_return"),
    path("inscricoes/<uuid:enrolment>/concluir/", views.enrolment_complete, name="enrolment_complete"),
]
