"""praw's errors in our words: the only place that knows how praw fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from praw.exceptions import PRAWException
from prawcore.exceptions import OAuthException, PrawcoreException, ResponseException

from domain.errors import SourceRefused, SourceUnavailable

# What praw raises when an answer is not shaped like Reddit's: it asserts and unpacks without looking.
_MALFORMED = (LookupError, TypeError, AttributeError, ValueError, AssertionError, RecursionError)
CHECK_LOGIN = "check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET"


class LoginRefused(SourceRefused):
    """No subreddit is at fault: nothing can be read with this key."""


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Every error of praw becomes a SourceError that names what was read."""
    try:
        yield
    except LoginRefused:
        raise
    except SourceUnavailable as error:
        raise SourceUnavailable(f"{what}: {error}", retry_after=error.retry_after) from error
    except SourceRefused as error:
        raise SourceRefused(f"{what}: {error}") from error
    except OAuthException as error:
        raise LoginRefused(f"Reddit refuses the login ({error.error}); {CHECK_LOGIN}") from error
    except (ResponseException, PRAWException) as error:
        raise SourceRefused(f"{what}: {error} ({type(error).__name__})") from error
    except PrawcoreException as error:
        raise SourceUnavailable(f"{what}: {error} ({type(error).__name__})") from error
    except _MALFORMED as error:
        raise SourceRefused(f"{what}: the answer is JSON, but not Reddit's ({type(error).__name__})") from error
