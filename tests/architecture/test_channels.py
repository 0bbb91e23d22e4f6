"""Each of the 43 channels of the table is held shut by tests that exist and run, or README.md says what is left."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.channels import CHANNELS

ROOT = Path(__file__).parents[2]


def problems(named: str, root: Path = ROOT) -> Iterator[str]:
    """Say why a named test holds nothing shut: it is not there, or it never runs."""
    path, _, name = named.partition("::")
    if not (root / path).is_file():
        yield f"{named}: there is no such file"
        return
    module = ast.parse((root / path).read_text(encoding="utf-8"))
    found = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found or not name.startswith("test_"):
        yield f"{named}: there is no such test"
        return
    marks = [
        node.value for node in module.body if isinstance(node, ast.Assign) and _names(node) == {"pytestmark"}
    ]
    if any(_skips(mark) for mark in (*marks, *found[-1].decorator_list)):
        yield f"{named}: it is marked to be left out"
    if any(isinstance(line, ast.Expr) and _skips(line.value) for line in found[-1].body):
        yield f"{named}: it leaves itself out"


def _names(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _skips(node: ast.expr) -> bool:
    said = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return bool(said & {"skip", "skipif", "xfail", "fail"})


def test_every_channel_stands_in_the_table_once():
    assert list(CHANNELS) == [f"L{number}" for number in range(1, 44)]
    assert len({channel.what for channel in CHANNELS.values()}) == 43


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_is_held_shut_by_tests_that_run_or_the_readme_says_what_is_left_of_it(channel):
    held = CHANNELS[channel]

    assert held.tests or held.left
    assert [problem for named in held.tests for problem in problems(named)] == []
    assert held.left in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


def test_only_what_nothing_can_close_has_no_test():
    assert [name for name, channel in CHANNELS.items() if not channel.tests] == ["L32"]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("def test_here(): pass", ""),
        ("def test_there(): pass", "there is no such test"),
        ("@pytest.mark.skip\ndef test_here(): pass", "it is marked to be left out"),
        ("@pytest.mark.skipif(True, reason='')\ndef test_here(): pass", "it is marked to be left out"),
        ("pytestmark = [pytest.mark.xfail]\ndef test_here(): pass", "it is marked to be left out"),
        ("def test_here():\n    pytest.skip('not now')\n    assert 0", "it leaves itself out"),
    ],
)
def test_the_table_notices_a_test_that_is_gone_or_never_runs(tmp_path, written, problem):
    (tmp_path / "test_it.py").write_text(written, encoding="utf-8")

    found = [each.partition(": ")[2] for each in problems("test_it.py::test_here", tmp_path)]

    assert found == ([problem] if problem else [])
    assert list(problems("gone.py::test_here", tmp_path)) == ["gone.py::test_here: there is no such file"]


# --- channels that the sources themselves close ---------------------------------------------------------------

# A stream that repeats makes up the people and texts of the demonstration, and a distribution of works among judges
# that anybody can do again from its seed. Keys, codes and orders are drawn from the system's chance.
REPEATABLE = ("contest/demonstration/", "contest/assignment/rules/draw.py")


def imported(path: Path) -> set[str]:
    """The modules and names that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    parts = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return whole | parts


def test_no_key_is_made_of_the_machine_the_time_or_weak_chance():
    weak = {}
    for path in sorted((ROOT / "contest").rglob("*.py")):
        names = {n for n in imported(path) if n.split(".")[0] in {"uuid", "random"}} - {"random.SystemRandom"}
        if names:
            weak[path.relative_to(ROOT).as_posix()] = names

    assert {name for names in weak.values() for name in names} == {"random"}
    assert [path for path in weak if not path.startswith(REPEATABLE)] == []


# What each command reads of people's works. A copy for trying things out is made of made-up people (`demo`).
COMMANDS = {
    "administrator": "an account", "assign": "a file that it is given", "blind": "files that it is given",
    "blind-check": "the settings of an edition", "check": "everything, and prints what is wrong", "demo": "nothing",
    "rank": "a file that it is given", "second-factor-off": "an account",
    "setup": "nothing", "tick": "what is to be done", "verify": "files that it is given", "work": "what is to be done",
}  # fmt: skip


def test_no_command_gives_a_copy_of_what_authors_wrote(app):
    foreign = {"run", "shell", "routes", "db", "users", "roles", "limiter"}

    assert set(app.cli.commands) - foreign == set(COMMANDS)
