from wagtail.users.views.users import IndexView, UserViewSet

from home.accounts.person_forms import PersonCreationForm, PersonEditForm


class PersonIndexView(IndexView):
    search_fields = {"full_name", "social_name", "email"}


class PersonViewSet(UserViewSet):
    index_view_class = PersonIndexView

    def get_form_class(self, for_update: bool = False):
        return PersonEditForm if for_update else PersonCreationForm
