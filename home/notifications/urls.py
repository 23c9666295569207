from django.urls import path

from home.notifications import views

urlpatterns = [
    path("", views.notifications, name="notifications"),
    path("lidos/", views.notifications_read, name="notifications_read"),
    path("<int:pk>/", views.notification_open, name="notification_open"),
]
