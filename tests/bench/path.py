"""Walk a person's whole path and say what each step costs: sign in, catalog, class, apply, record, summary."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from portal.cli.demo.names import PASSWORD
from portal.core import identity_numbers
from tests.bench.load import HEADERS
from tests.bench.servers import Server
from tests.bench.world import HIDDEN


@dataclass(frozen=True)
class Step:
    """One step of the path."""

    name: str
    requests: int
    processor_ms: float  # the database's included
    size: int


class Walker:
    """A browser that keeps cookies and follows where it is sent."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cookies: dict[str, str] = {"lang": "zh"}
        self.text = ""
        self.steps: list[Step] = []

    def step(self, name: str, path: str, fields: dict[str, str] | None = None) -> None:
        """Open a page, or send its form with what it carries, and note the cost."""
        before = self._cost()
        body = None if fields is None else urlencode({**dict(HIDDEN.findall(self.text)), **fields})
        answer, size = self._ask(path, body)
        requests = 1
        while answer.status == 303:
            answer, more = self._ask(answer.getheader("Location") or "", None)
            requests, size = requests + 1, size + more
        if answer.status != 200:
            raise RuntimeError(f"{name}: {path} answered {answer.status}")
        self.steps.append(Step(name, requests, self._cost() - before, size))

    def _ask(self, path: str, body: str | None) -> tuple[http.client.HTTPResponse, int]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**HEADERS, "Accept-Encoding": "identity", "Cookie": cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        self.text = content.decode(errors="replace")
        return answer, len(content)

    def _cost(self) -> float:
        return self.server.processor_ms() + self.server.database_ms()


def walk(server: Server, person_id: int, class_id: int) -> list[Step]:
    """Let one person go the whole path once."""
    walker = Walker(server)
    walker.step("sign-in form", "/zh/login")
    number = identity_numbers.make(person_id)
    walker.step("sign in", "/zh/login", {"identifier": number, "password": PASSWORD})
    walker.step("catalog", f"/zh/catalog?n={person_id}")
    walker.step("class", f"/zh/classes/{class_id}?n={person_id}")
    walker.step("apply, form", f"/zh/classes/{class_id}/apply")
    walker.step("apply, send", f"/zh/classes/{class_id}/apply", {"clash_known": "y"})
    walker.step("record", "/zh/me/record")
    walker.step("summary, form", "/zh/me/record/summary")
    walker.step("summary, issue", "/zh/me/record/summary", {"language": "zh"})
    found = re.search(r'href="(/zh/me/record/summary/[^"]+\.pdf)"', walker.text)
    if found is None:
        raise RuntimeError("no summary was issued")
    walker.step("summary, PDF", found[1])
    return walker.steps
