from django.urls import path

from learning.reviews import views

urlpatterns = [
    path("", views.review_queue, name="review_queue"),
    path("devolutivas/<int:pk>/ajudou/", views.review_helped, name="review_helped"),
    path("<uuid:public_id>/", views.review, name="review"),
    path("segundas-leituras/", views.second_readings, name="second_readings"),
    path("<uuid:public_id>/reabrir/", views.entry_reopen, name="entry_reopen"),
    path("<uuid:public_id>/segunda-leitura/", views.second_reading, name="second_reading"),
    path("<uuid:public_id>/leitura/", views.entry_reassign, name="entry_reassign"),
    path("<uuid:public_id>/abrir/", views.review_open, name="review_open"),
    path("<uuid:public_id>/rascunho/", views.review_draft, name="review_draft"),
    path("<uuid:public_id>/devolutiva/", views.review_release, name="review_release"),
    path("<uuid:public_id>/soltar/", views.review_drop, name="review_drop"),
    path("<uuid:public_id>/versao/<int:version>/arquivo/<int:number>/", views.review_file, name="review_file"),
    path("<uuid:public_id>/comentar/", views.annotation_new, name="annotation_new"),
    path("banco/", views.bank, name="bank"),
    path("banco/<int:pk>/", views.bank_comment, name="bank_comment"),
    path("banco/<int:pk>/usado/", views.bank_comment_used, name="bank_comment_used"),
    path("comentarios/<uuid:public_id>/mudar/", views.annotation_change, name="annotation_change"),
    path("comentarios/<uuid:public_id>/responder/", views.annotation_answer, name="annotation_answer"),
]
