"""The smallest page that Flask can answer: what our pages are measured against, under the same server."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "Hello, world!"
