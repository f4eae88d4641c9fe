"""Tell workers of other processes, through Redis, that there is work. What is to be done stands in the database."""

import logging
from time import monotonic
from typing import cast

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

KEY = "portal:jobs"
_AT_MOST = 200  # nobody listens where there are more; the words are hints, so the old ones may go
_SECONDS_OF_SILENCE = 5.0  # after a failure, so that no request waits for a Redis that is gone


class Bell:
    """A list of names in Redis that web processes write and workers read."""

    def __init__(self, url: str, *, patience: float = 0.5) -> None:
        """Ring or listen; whoever listens needs more patience than one wait takes."""
        once = Retry(NoBackoff(), 0)
        self._client = Redis.from_url(
            url, socket_timeout=patience, socket_connect_timeout=0.5, decode_responses=True, retry=once
        )
        self._silent_until = 0.0

    def ring(self, name: str) -> None:
        """Say that a job has work. Without Redis nothing is lost: the job's next turn finds it."""
        if monotonic() < self._silent_until:
            return
        try:
            with self._client.pipeline() as pipe:
                pipe.rpush(KEY, name)
                pipe.ltrim(KEY, -_AT_MOST, -1)
                pipe.execute()
        except RedisError:
            self._silent_until = monotonic() + _SECONDS_OF_SILENCE
            log.warning("Redis does not answer: the job %s runs at its next turn", name)

    def wait(self, seconds: int) -> set[str]:
        """Return the jobs that were asked for, waiting a while for the first.

        Raises:
            RedisError: Redis does not answer.
        """
        first = cast("tuple[str, str] | None", self._client.blpop([KEY], timeout=seconds))
        if first is None:
            return set()
        more = cast("list[str] | None", self._client.lpop(KEY, _AT_MOST)) or []
        return {first[1], *more}
