"""Slow down whoever asks too often: sign-in, registration, verification, search of persons."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from redis.backoff import NoBackoff
from redis.retry import Retry

# Where Redis does not answer, each process counts for itself until it does: nobody is turned away for that.
limiter = Limiter(get_remote_address, headers_enabled=True, in_memory_fallback_enabled=True)


def init_limits(app: Flask) -> None:
    """Count in this process, or in Redis where several processes share the work."""
    config = app.config["PORTAL"]
    app.config["RATELIMIT_ENABLED"] = True  # or the limits would have nowhere to count when tests switch them on
    app.config["RATELIMIT_STORAGE_URI"] = config.redis_url or "memory://"
    if config.redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {
            "socket_timeout": 0.5,
            "socket_connect_timeout": 0.5,
            "retry": Retry(NoBackoff(), 0),
        }
    limiter.init_app(app)
    limiter.enabled = config.rate_limit
