"""A gateway for tests: a real HTTP server that takes messages, and loses, delays, doubles and refuses them on demand.

It knows what it took by the id, as gateways do: the same id again is answered with 409 and reaches no phone.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any

from portal.core.config import SmsSettings
from portal.core.sms import signature

KEY = "a key only this test knows"


@dataclass
class Request:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def is_signed(self) -> bool:
        moment, nonce = self.headers["X-Timestamp"], self.headers["X-Nonce"]
        return self.headers["X-Signature"] == signature(KEY, moment, nonce, self.body)


@dataclass
class FakeGateway:
    """What the gateway saw, and how it answers: a status, ``lose``, ``cut``, ``double`` or some seconds late.

    What is doubled on the way comes twice, and the portal hears only the second answer.
    """

    address: str = ""
    requests: list[Request] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)  # id and number of each text that reached a phone
    answers: list[Any] = field(default_factory=list)  # for the next requests; then 200
    before_answer: Callable[[Request], None] | None = None

    @property
    def delivered(self) -> Counter[str]:
        """How many texts the phones got, by number."""
        return Counter(to for _id, to in self.texts)

    def take(self, request: Request) -> int:
        """Bring a message to its phone, unless one with its id was brought before, and return the status."""
        text = request.content["id"], request.content["to"]
        if text[0] in dict(self.texts):
            return 409
        self.texts.append(text)
        return 200

    def hear(self, request: Request, answer: object) -> object:
        """Take a message, twice where it was doubled, and return a status, or in what way none is said."""
        status = self.take(request)
        if answer == "double":
            self.requests.append(request)
            status = self.take(request)
        return answer if answer in ("lose", "cut") else status

    def settings(self, **changes: Any) -> SmsSettings:
        values: dict[str, Any] = {"url": self.address, "key": KEY, "timeout": 2.0, "quiet": (0, 0)}
        return SmsSettings(**{**values, **changes})


@contextmanager
def running_gateway() -> Iterator[FakeGateway]:
    """Serve until the block ends."""
    fake = FakeGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = Request(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
            answer = fake.answers.pop(0) if fake.answers else "take"
            fake.requests.append(request)
            if fake.before_answer is not None:
                fake.before_answer(request)
            if isinstance(answer, float):
                sleep(answer)
            if not isinstance(answer, int):
                answer = fake.hear(request, answer)
            if answer == "lose":
                self.connection.close()
                return
            self.send_response(answer if isinstance(answer, int) else 200)
            self.send_header("Content-Length", "12")
            self.end_headers()
            self.wfile.write(b'{"status' if answer == "cut" else b'{"status":1}')

        def log_message(self, *_args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            """A client that is gone is what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_port}/send?account=portal"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
