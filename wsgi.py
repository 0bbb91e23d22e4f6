"""The door: `python wsgi.py` makes what is missing and serves; servers and `flask` find `app` here."""

import argparse
import gc
import os
import sys

gc.disable()  # what is imported stays: looking for cycles in it, again and again, would be a fifth of the start
from contest.app import create_app  # noqa: E402
from contest.settings import SettingsError, read  # noqa: E402

gc.freeze()
gc.enable()


def main() -> int:
    """Make the instance folder and the database if absent, bring it up to date, serve, print the address."""
    parser = argparse.ArgumentParser(prog="python wsgi.py", description="Serve Contest on this machine.")
    parser.add_argument(
        "--demo", action="store_true", help="fill an empty database with the demonstration contest"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default %(default)s)")
    asked = parser.parse_args()
    os.environ.setdefault("CONTEST_BASE_URL", f"http://{asked.host}:{asked.port}")
    from contest import serving  # noqa: PLC0415 -- gunicorn is needed only here

    try:
        settings = read()
        served = create_app(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    failed = serving.prepare(served, settings, demo=asked.demo)
    if failed:
        return failed
    serving.serve(served, settings, host=asked.host, port=asked.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())

try:
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
