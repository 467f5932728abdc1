"""The image that Binder builds: set up as repo2docker does it, without answers, running every chapter.

repo2docker copies `.binder/requirements.txt` first and installs it, then copies the repository to the
user's home, runs `postBuild` there with the image's Python first on the PATH, and starts `jupyter-lab`.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import elsewhere
import pytest
import requests
import websocket
from packaging.specifiers import SpecifierSet
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER = "the-answer-that-nobody-may-find"
ANSWERS = ("homework/07-levels/answers.py", "chapters/homework/hidden.ipynb")
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/lab\?token=")


@dataclass(frozen=True)
class Image:
    """The user's home and the environment of an image."""

    home: Path
    prefix: Path

    @property
    def settings(self) -> dict[str, str]:
        """What the image sets for whatever runs in it."""
        return {"HOME": str(self.home), "PATH": f"{self.prefix / 'bin'}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Build what repo2docker builds, with answers planted in the repository."""
    base = tmp_path_factory.mktemp("binder")
    home = base / "home"
    listed = home / ".binder" / "requirements.txt"
    listed.parent.mkdir(parents=True)
    shutil.copy2(elsewhere.ROOT / ".binder" / listed.name, listed)
    python = elsewhere.python_in(base / "environment", sys.executable)
    elsewhere.run(python, "-m", "pip", "install", "--quiet", "-r", ".binder/requirements.txt", cwd=home)
    elsewhere.copied(home)
    for name in ANSWERS:
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(f'"{ANSWER}"\n', encoding="utf-8")
    (home / ".bashrc").write_text("# the user's own\n", encoding="utf-8")
    built = Image(home, base / "environment")
    assert os.access(home / ".binder" / "postBuild", os.X_OK)
    # What is to be installed is there: a repository that is not reachable must not matter.
    elsewhere.run("./.binder/postBuild", cwd=home, **built.settings, PIP_INDEX_URL="http://127.0.0.1:9/")
    return built


def test_no_answer_is_anywhere(image: Image) -> None:
    found = [
        path
        for base in (image.home, image.prefix)
        for path in base.rglob("*")
        if path.is_file() and not path.is_symlink() and ANSWER.encode() in path.read_bytes()
    ]
    assert found == []
    assert not [path for base in (image.home, image.prefix) for path in base.rglob("homework")]


def test_answers_and_history_never_enter_a_layer() -> None:
    """What `postBuild` removes would stay in the layer beneath: repo2docker copies nothing that is named here."""
    ignored = (elsewhere.ROOT / ".binder" / ".dockerignore").read_text("utf-8").splitlines()
    assert {"homework", "**/homework", ".git"} <= set(ignored)


def test_a_reader_finds_the_chapters_and_little_else(image: Image) -> None:
    assert {path.name for path in image.home.iterdir() if not path.name.startswith(".")} == {
        "CITATION.cff",
        "LICENSE",
        "LICENSE-CONTENT",
        "README.md",
        "chapters",
    }
    assert (image.home / ".bashrc").is_file()
    assert not [name for name in (".git", ".github", ".ci", ".npmrc") if (image.home / name).exists()]
    chapters = {path.name for path in elsewhere.CHAPTERS}
    assert {path.name for path in (image.home / "chapters").glob("*.ipynb")} == chapters


def test_the_pins_are_those_of_the_lock() -> None:
    def entries(path: Path) -> dict[str, str]:
        lines = [line.strip().removesuffix(" \\") for line in path.read_text("utf-8").splitlines()]
        text = "\n".join(line for line in lines if line and not line.startswith("#"))
        return {one.partition("\n")[0]: one for one in re.split(r"\n(?!--hash)", text)}

    lock = entries(elsewhere.ROOT / "requirements.lock")
    image = entries(elsewhere.ROOT / ".binder" / "requirements.txt")
    assert image.items() <= lock.items()
    names = {re.split(r"[=\[]", entry)[0] for entry in image}
    assert {"anywidget", "ipywidgets", "jupyterlab", "plotly"} <= names
    assert not names & {"jupyter-book", "sphinx", "pytest", "playwright"}


def test_the_python_is_one_that_the_package_takes() -> None:
    project = tomllib.loads((elsewhere.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = (elsewhere.ROOT / ".binder" / "runtime.txt").read_text("utf-8").strip()
    name, version = asked.split("-")
    assert name == "python"
    assert version in SpecifierSet(project["requires-python"])


class Server:
    """The image's JupyterLab, asked as a browser asks it."""

    def __init__(self, address: str, token: str) -> None:
        """Take the server's address and the visitor's token."""
        self.address = address
        self.headers = {"Authorization": f"token {token}"}
        self.asked = requests.Session()
        self.asked.headers.update(self.headers)
        # The server says its address a moment before it answers there.
        self.asked.mount(address, HTTPAdapter(max_retries=Retry(connect=8, backoff_factor=0.1)))

    def get(self, path: str) -> requests.Response:
        """Ask for a page or a file; fail unless there is one."""
        answer = self.asked.get(f"{self.address}/{path}", timeout=60)
        answer.raise_for_status()
        return answer

    def run(self, notebook: str) -> Iterator[tuple[list[Any], list[Any]]]:
        """Open a notebook and run its cells: for each cell of code, what is stored and what comes now."""
        cells = self.get(f"api/contents/{notebook}").json()["content"]["cells"]
        asked = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "python3"}}
        opened = self.asked.post(f"{self.address}/api/sessions", json=asked, timeout=60)
        opened.raise_for_status()
        kernel = opened.json()["kernel"]["id"]
        channel = websocket.create_connection(
            f"{self.address.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels",
            header=self.headers,
            timeout=elsewhere.PATIENCE,
        )
        try:
            for cell in cells:
                if cell["cell_type"] == "code":
                    yield cell["outputs"], list(outputs(channel, cell["source"]))
        finally:
            channel.close()
            self.asked.delete(f"{self.address}/api/kernels/{kernel}", timeout=60)


def outputs(channel: websocket.WebSocket, source: str) -> Iterator[dict[str, Any]]:
    """Run a cell; give its outputs as a notebook stores them."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "session": "",
        "username": "",
        "version": "5.3",
    }
    content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    channel.send(
        json.dumps(
            {
                "header": header,
                "parent_header": {},
                "metadata": {},
                "content": content,
                "channel": "shell",
                "buffers": [],
            }
        )
    )
    while True:
        frame = channel.recv()
        if isinstance(frame, bytes):  # the message of a widget with its files: how long it is stands first
            offsets = [int.from_bytes(frame[at : at + 4], "big") for at in (4, 8)]
            frame = frame[offsets[0] : offsets[1]].decode("utf-8")
        message = json.loads(frame)
        if message["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        kind = message["header"]["msg_type"]
        if kind in ("stream", "execute_result", "display_data", "error"):
            yield {"output_type": kind, **message["content"]}
        elif kind == "status" and message["content"]["execution_state"] == "idle":
            return


@pytest.fixture(scope="module")
def server(image: Image) -> Iterator[Server]:
    """Start the image's server as it starts at Binder: the image's `jupyter-lab`, in the user's home."""
    token = secrets.token_hex()
    process = subprocess.Popen(
        [
            *(image.prefix / "bin" / "jupyter-lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"),
            f"--IdentityProvider.token={token}",
        ],
        cwd=image.home,
        env=elsewhere.environment(**image.settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    log = []
    try:
        for line in process.stderr:
            log.append(line)
            if running := ADDRESS.search(line):
                break
        else:
            pytest.fail(f"The image's JupyterLab did not start:\n{''.join(log)}", pytrace=False)
        # A log that nobody reads would stop the server when its pipe is full.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield Server(running[1], token)
    finally:
        process.terminate()  # and its kernels with it
        process.wait(timeout=60)


@elsewhere.each_chapter
def test_a_chapter_opens_and_runs(server: Server, chapter: Path) -> None:
    notebook = f"chapters/{chapter.name}"
    assert "<title>JupyterLab</title>" in server.get(f"lab/tree/{notebook}").text
    ran = list(server.run(notebook))
    assert [now for _, now in ran if any(one["output_type"] == "error" for one in now)] == []
    assert [elsewhere.said(now) for _, now in ran] == [elsewhere.said(stored) for stored, _ in ran]
    widgets = [
        one for _, now in ran for one in now if "application/vnd.jupyter.widget-view+json" in one.get("data", {})
    ]
    assert widgets, "no map came alive"


def test_a_visitor_is_not_asked_about_news(server: Server) -> None:
    """A question, and a request to another host, before anything is read."""
    name = "@jupyterlab/apputils-extension:notification"
    settings = server.get(f"lab/api/settings/{name}").json()
    chosen = settings["schema"]["properties"]
    assert (chosen["fetchNews"]["default"], chosen["checkForUpdates"]["default"]) == ("false", False)
