"""Accounts that are ready to use: one password, addresses confirmed."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from home.accounts.models import Profession, User, Workplace
from learning.management.demo.plan import PersonPlan

PASSWORD = "roda-demo"
BATCH = 1000


def make_people(plans: Sequence[PersonPlan]) -> dict[str, User]:
    """Returns the new people by their keys. Hashing is slow by design: one hash serves them all."""
    hashed = make_password(PASSWORD)
    people = User.objects.bulk_create([_user(plan, hashed) for plan in plans], batch_size=BATCH)
    addresses = [EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people]
    EmailAddress.objects.bulk_create(addresses, batch_size=BATCH)
    professions = dict(Profession.objects.values_list("code", "pk"))
    pairs = zip(people, plans, strict=True)
    workplaces = [_workplace(person, plan, professions) for person, plan in pairs if plan.workplace]
    Workplace.objects.bulk_create(workplaces, batch_size=BATCH)
    for person, plan in zip(people, plans, strict=True):
        if plan.admin_group:
            person.groups.add(Group.objects.get(name=plan.admin_group))
    return {plan.key: person for person, plan in zip(people, plans, strict=True)}


def _user(plan: PersonPlan, hashed: str) -> User:
    return User(
        email=plan.email,
        full_name=plan.full_name,
        social_name=plan.social_name,
        password=hashed,
        date_joined=plan.joined_at,
        last_login=plan.last_login,
    )


def _workplace(person: User, plan: PersonPlan, professions: dict[str, int]) -> Workplace:
    place = dict(vars(plan.workplace))
    return Workplace(person=person, profession_id=professions[place.pop("profession")], **place)
