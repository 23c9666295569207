from django.urls import reverse

from home.prepared import address


def test_an_address_is_what_the_urls_say():
    for number in (1, 2_147_483_640, 90):
        assert address("forums:topic_follow", number) == reverse("forums:topic_follow", args=[number])
