"""Serve this folder to a classroom: python3 serve.py [port]

Needs Python 3.9 or newer and nothing else. Ctrl-C ends it.
"""

import functools
import gzip
import http.server
import os
import socket
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
PORT = 8000
PACKED = (".html", ".js", ".mjs", ".json", ".css", ".svg", ".wasm", ".ipynb", ".txt")
WORDS = """\
The course is served. Open it on this computer at
  http://localhost:{port}/
and on others in the same network at
  {others}

What this address (plain http) costs the others: no browser keeps the book for reading without
the network; Python runs in notebooks, but cannot open files of the page, and input() does not
work; whoever is in the same network could read what is sent. Nothing that students write is
sent: it stays in their browsers, so they should download their notebooks before they leave.

Ctrl-C ends this server."""


@functools.lru_cache(maxsize=None)
def packed(path, changed):  # `changed` makes an edited file another one
    """Compress a file once: a class asks for the same ones at the same time."""
    with open(path, "rb") as file:
        return gzip.compress(file.read(), 6)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve files, compressed where their kind gains by it."""

    protocol_version = "HTTP/1.1"
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".whl": "application/zip",
    }

    def do_GET(self):
        """Answer with a compressed file; all else as usual."""
        path = self.translate_path(self.path)
        if os.path.isdir(path) and self.path.split("?")[0].endswith("/"):
            path = os.path.join(path, "index.html")
        wants = "gzip" in self.headers.get("Accept-Encoding", "") and "Range" not in self.headers
        if not (wants and path.endswith(PACKED) and os.path.isfile(path)) or "If-Modified-Since" in self.headers:
            super().do_GET()
            return
        changed = os.path.getmtime(path)
        content = packed(path, changed)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", self.date_time_string(int(changed)))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *args):
        """Stay silent: the address should stay in sight."""


class Server(http.server.ThreadingHTTPServer):
    """One thread a request; a browser that leaves in the middle is no fault."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """Report anything but a closed connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def address():
    """Return this computer's address in its network, or nothing; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return probe.getsockname()[0]


def main():
    """Serve until Ctrl-C; say where, and what it costs."""
    given = sys.argv[1] if len(sys.argv) > 1 else str(PORT)
    if not given.isdigit() or int(given) > 65535:
        print("serve.py: the port is a number up to 65535, as in: python3 serve.py 8080", file=sys.stderr)
        return 1
    try:
        server = Server(("", int(given)), functools.partial(Handler, directory=FOLDER))
    except OSError as fault:
        print(
            "serve.py: port {} can't be used ({}); try another: python3 serve.py {}".format(
                given, fault.strerror, int(given) + 1
            ),
            file=sys.stderr,
        )
        return 1
    here = address()
    others = "http://{}:{}/".format(here, server.server_port) if here else "(this computer is in no network now)"
    print(WORDS.format(port=server.server_port, others=others), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nEnded.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
