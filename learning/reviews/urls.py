from django.urls import path

from learning.reviews import views

urlpatterns = [
    path("", views.review_queue, name="review_queue"),
    path("<uuid:public_id>/", views.review, name="review"),
    path("<uuid:public_id>/abrir/", views.review_open, name="review_open"),
    path("<uuid:public_id>/rascunho/", views.review_draft, name="review_draft"),
    path("<uuid:public_id>/devolutiva/", views.review_release, name="review_release"),
    path("<uuid:public_id>/soltar/", views.review_drop, name="review_drop"),
]
