"""Count what is asked and how long answers take, by the pattern of the address, never with what people typed."""

from time import perf_counter

from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from portal.core.config import Config

REQUESTS = Counter("portal_requests", "Answers given", ["endpoint", "status"])
SECONDS = Histogram("portal_request_seconds", "Time to an answer", ["endpoint"], buckets=(0.005, 0.02, 0.1, 0.5, 2, 10))


def init_metrics(app: Flask) -> None:
    """Measure every request."""

    @app.before_request
    def begin() -> None:
        g.begun = perf_counter()

    @app.after_request
    def count(answer: Response) -> Response:
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, answer.status_code).inc()
        if "begun" in g:
            SECONDS.labels(endpoint).observe(perf_counter() - g.begun)
        return answer


def exposition() -> Response:
    """Return the counts to an address that may see them; others are told there is nothing."""
    config: Config = current_app.config["PORTAL"]
    if request.remote_addr not in config.metrics_from:
        abort(404)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
