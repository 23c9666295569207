"""The addresses at which courses are read. They name course and item, never the offering."""

CATALOGUE = "/cursos/"


def course_address(slug: str) -> str:
    return f"{CATALOGUE}{slug}/"


def item_address(slug: str, item_id: int) -> str:
    return f"/curso/{slug}/{item_id}/"


def survey_address(slug: str) -> str:
    return f"/curso/{slug}/questionario/"
