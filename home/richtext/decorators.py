from collections.abc import Callable

from csp.constants import NONCE
from csp.decorators import csp_update


def composer_page(view: Callable) -> Callable:
    """Lets the editor's one style element in, by a nonce that the page names in `home/richtext/head.html`."""
    return csp_update({"style-src": [NONCE]})(view)
