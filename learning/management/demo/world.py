"""What has been written so far, found by the keys of the plan."""

from dataclasses import dataclass, field

from home.accounts.models import User
from learning.courses.models import CoursePage, ReflectionPage, RubricVersion
from learning.enrolment.models import Enrolment, Offering, OfferingBoard, TutoringGroup
from learning.management.demo.plan import GroupPlan, TopicPlan


@dataclass
class World:
    """`items` are page ids by slug, `prompts` by code; `coordinators` stand by their offering's key, `enrolments` by
    the student's."""

    course: CoursePage
    items: dict[str, int]
    prompts: dict[str, ReflectionPage]
    people: dict[str, User] = field(default_factory=dict)
    offerings: dict[str, Offering] = field(default_factory=dict)
    coordinators: dict[str, User] = field(default_factory=dict)
    groups: dict[str, TutoringGroup] = field(default_factory=dict)
    group_plans: dict[str, GroupPlan] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    rubric_versions: dict[str, RubricVersion | None] = field(default_factory=dict)

    def tutor_of(self, group: str) -> User:
        return self.people[self.group_plans[group].tutor]

    def rubric_version_of(self, prompt: str) -> RubricVersion | None:
        """By which what is sent is judged; the rubrics stay as they are while the demo is written."""
        if prompt not in self.rubric_versions:
            self.rubric_versions[prompt] = self.prompts[prompt].rubric_version
        return self.rubric_versions[prompt]

    def board_of(self, topic: TopicPlan) -> OfferingBoard:
        """The link to the board on which the topic stands."""
        return OfferingBoard.objects.select_related("board").get(
            offering=self.offerings[topic.offering],
            tutoring_group_id=self.groups[topic.group].pk if topic.group else None,
            discussion_id=self.items[topic.discussion] if topic.discussion else 0,
        )
