from learning.management.demo.bulk.conversations import write_topics
from learning.management.demo.bulk.entries import write_entries
from learning.management.demo.bulk.marks import Marks
from learning.management.demo.bulk.places import write_enrolments
from learning.management.demo.bulk.rows import History
from learning.management.demo.plan import Plan
from learning.management.demo.world import World


def write(plan: Plan, world: World) -> None:
    """People, offerings and tutoring groups of the plan are there already, as for `story.live`."""
    history, marks = History(), Marks(world)
    write_enrolments(plan.students, world, history)
    marks.add_reads(plan.students)
    write_entries(plan.students, world, history, marks)
    write_topics(plan.topics, world, history, marks)
    marks.write()
    history.write()
