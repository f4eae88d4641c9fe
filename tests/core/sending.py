"""Send a file of any size, and look at what comes back."""

from typing import Any

from flask.testing import FlaskClient

BOUNDARY = "a-line-no-file-holds"


def send_raw(browser: FlaskClient, path: str, data: bytes, name: str) -> Any:
    """Send a file in the body itself: a client given a large one would leave a temporary file open."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    return browser.post(path, data=body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def assert_answered_in_words(browser: FlaskClient, answer: Any) -> None:
    """Refuse an answer that neither leads to a page nor says what is wrong."""
    text = answer.get_data(as_text=True)
    if answer.status_code == 303:
        assert browser.get(answer.headers["Location"]).status_code == 200
    elif answer.status_code == 413:
        assert "文件太大" in text
    else:
        assert (answer.status_code, 'role="alert"' in text) == (422, True)
