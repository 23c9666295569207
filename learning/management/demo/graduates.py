"""A class that is over: 120 graduates, all of whom answered the survey at the end (domain.md, section 0 and h).

Of each of the two main questions one answer is blank; 98 and 90 said yes. Names and all other answers are invented.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from learning.courses.models import SurveyPage
from learning.enrolment.enums import EnrolmentMode
from learning.management.demo.bulk.rows import History, create
from learning.management.demo.cast import Cast
from learning.management.demo.plan import GroupPlan, OfferingPlan, PersonPlan, Plan, StudentPlan
from learning.management.demo.reading import read, read_units
from learning.management.demo.world import World
from learning.reports.models import SurveyResponse

# CBO of the family-health team, and how many answered.
PROFESSIONS = (("223293", 42), ("223565", 47), ("225142", 31))
NUMBER = 120
WORK_YES, CARE_YES = 98, 90
KEY, COORDINATOR, TUTORS = "graduates", "ana-clara", ("helena", "rafael", "aparecida")
JOINED_DAYS_AGO, STARTED_DAYS_AGO, ENDED_DAYS_AGO = 139, 136, 10


class Graduates:
    def __init__(self, cast: Cast) -> None:
        self.clock = cast.clock
        self.words, self.names = read("survey"), read("crowd")
        self.places = [person.workplace for person in cast.plan().people if person.workplace]
        self.polos = [row["key"] for row in cast.content["polos"]]
        self.slugs = [unit["slug"] for unit in read_units()]
        codes = [code for code, number in PROFESSIONS for _ in range(number)]
        Random("professions").shuffle(codes)
        self.professions = codes

    def plan(self) -> Plan:
        return Plan(
            people=tuple(self._person(number) for number in range(NUMBER)),
            offerings=(self._offering(),),
            groups=tuple(self._groups()),
            students=tuple(self._student(number) for number in range(NUMBER)),
        )

    def _person(self, number: int) -> PersonPlan:
        chance = Random(f"graduate {number}")
        surnames = chance.sample(self.names["surnames"], 2)
        place = self.places[number % len(self.places)]
        return PersonPlan(
            key=_key(number),
            email=f"egressa{number + 1:03}@example.org",
            full_name=" ".join([chance.choice(self.names["first_names"]), *surnames]),
            joined_at=self.clock.days_ago(JOINED_DAYS_AGO),
            last_login=self.clock.days_ago(ENDED_DAYS_AGO - 1),
            workplace=type(place)(**{**vars(place), "profession": self.professions[number]}),
        )

    def _offering(self) -> OfferingPlan:
        starts_on = self.clock.days_ago(STARTED_DAYS_AGO).date()
        return OfferingPlan(
            key=KEY,
            name=self.words["graduates"]["offering"],
            made_at=self.clock.days_ago(JOINED_DAYS_AGO - 0.5),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=STARTED_DAYS_AGO - ENDED_DAYS_AGO),
            enrolment_closes_on=starts_on,
            mode=EnrolmentMode.STAFF,
            polos=tuple(self.polos),
            coordinators=(COORDINATOR,),
        )

    def _groups(self) -> Iterator[GroupPlan]:
        for number, (polo, tutor) in enumerate(zip(self.polos, TUTORS, strict=True)):
            yield GroupPlan(_group(number), f"Roda piloto {number + 1}", KEY, tutor, polo)

    def _student(self, number: int) -> StudentPlan:
        first, last = self.clock.days_ago(STARTED_DAYS_AGO - 1), self.clock.days_ago(ENDED_DAYS_AGO + 1)
        step = (last - first) / len(self.slugs)
        return StudentPlan(
            person=_key(number),
            group=_group(number),
            enrolled_at=self.clock.days_ago(STARTED_DAYS_AGO + 1),
            reads=tuple((slug, first + step * place) for place, slug in enumerate(self.slugs)),
            last_visit_at=last,
            completed_at=self.clock.days_ago(ENDED_DAYS_AGO - 0.5),
        )

    def write_answers(self, world: World) -> None:
        """In bulk: as `answer_survey` leaves them."""
        survey = SurveyPage.objects.child_of(world.course).get()
        moments = [self.clock.days_ago(1 + (ENDED_DAYS_AGO - 2) * (1 - number / NUMBER)) for number in range(NUMBER)]
        rows = [
            SurveyResponse(
                survey=survey,
                enrolment=world.enrolments[_key(number)],
                answers=self._answers(number),
                answered_at=moments[number],
            )
            for number in range(NUMBER)
        ]
        history = History()
        for number, response in enumerate(create(SurveyResponse, rows)):
            history.log(response, "learning.survey_answer", world.people[_key(number)], moments[number])
        history.write()

    def _answers(self, number: int) -> dict[str, dict]:
        chance, blank = Random(f"answers {number}"), {"state": "blank"}
        work = "" if number == NUMBER - 1 else "yes" if number < WORK_YES else "no"
        care = "" if number == 0 else "yes" if number <= CARE_YES else "no"
        told, reasons = self.words["graduates"], self._codes("Q4")
        found = {
            "Q1": _chosen([work]) if work else blank,
            "Q1a": _asked(work, _chosen(self._some(chance, "Q1a"))),
            "Q1b": _asked(work, _told(chance.choice([*told["stories"], ""]))),
            "Q2": _chosen([care]) if care else blank,
            "Q2a": _asked(care, _chosen(self._some(chance, "Q2a"))),
            "Q3": {"state": "refused"} if number % 40 == 7 else _told(chance.choice([*told["helped"], ""])),
            "Q4": _chosen(chance.sample(reasons, chance.choice((1, 1, 2)))) if number % 30 else blank,
        }
        return found

    def _codes(self, code: str) -> list[str]:
        question = next(row for row in self.words["questions"] if row["code"] == code)
        return [choice for choice, _label in question["choices"]]

    def _some(self, chance: Random, code: str) -> list[str]:
        """One to four, the first of the list more often than the last."""
        codes = self._codes(code)
        number = chance.choice((1, 2, 2, 3, 4))
        picked = {codes[int(len(codes) * chance.random() ** 1.5)] for _ in range(number)}
        return [each for each in codes if each in picked]


def _key(number: int) -> str:
    return f"{KEY}-{number}"


def _group(number: int) -> str:
    return f"{KEY}-group-{number % len(TUTORS)}"


def _chosen(codes: list[str]) -> dict:
    return {"state": "answered", "chosen": codes}


def _told(text: str) -> dict:
    return {"state": "answered", "text": text} if text else {"state": "blank"}


def _asked(said: str, answer: dict) -> dict:
    """Of whoever said yes to the question before."""
    return answer if said == "yes" else {"state": "not_asked"}
