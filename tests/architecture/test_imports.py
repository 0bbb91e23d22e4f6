"""What the import contracts cannot see, and that each contract fails when it is violated."""

import ast
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "contest"
STAGES = (
    "audit",
    "people",
    "editions",
    "entries",
    "anonymisation",
    "assignment",
    "judging",
    "results",
    "communications",
)
REGISTRIES = {
    "contest/anonymisation/converters/__init__.py",
    "contest/communications/notices/__init__.py",
    "contest/judging/rules/criteria/__init__.py",
    "contest/platform/storage/__init__.py",
    "contest/results/rules/methods/__init__.py",
}


def modules():
    return sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)


@cache
def imported(path):
    """Every name that a module imports; read once, as parsing all of them takes seconds."""
    return frozenset(_imported(path))


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_init_that_is_not_a_registry_is_empty():
    full = {
        str(p.relative_to(ROOT))
        for p in PACKAGE.rglob("__init__.py")
        if p.read_text(encoding="utf-8").strip()
    }

    assert full - REGISTRIES == set()


def pure_modules():
    for path in modules():
        relative = path.relative_to(ROOT)
        if "rules" in relative.parts or (relative.name == "events.py" and "platform" not in relative.parts):
            yield ".".join(relative.with_suffix("").parts).removesuffix(".__init__")


def test_rules_and_events_load_without_flask_or_sqlalchemy():
    names = sorted(pure_modules())
    code = (
        "import importlib, sys\n"
        f"[importlib.import_module(name) for name in {names!r}]\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & "
        "{'flask', 'sqlalchemy', 'wtforms', 'werkzeug', 'jinja2', 'flask_login', 'bleach', 'click'}))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert len(names) > 20
    assert result.stdout.strip() == "[]"


def test_only_the_own_part_imports_its_tables():
    strangers = [
        (str(path.relative_to(ROOT)), name)
        for path in modules()
        for stage in STAGES
        if path.relative_to(PACKAGE).parts[0] != stage
        for name in imported(path)
        if name.startswith(f"contest.{stage}.models")
    ]

    assert strangers == []


def test_foreign_keys_point_to_earlier_stages():
    from contest.platform.database import db

    home = {}
    for mapper in db.Model.registry.mappers:
        home[mapper.local_table.name] = mapper.class_.__module__.split(".")[1]
    wrong = [
        (table.name, key.target_fullname)
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if STAGES.index(home[key.column.table.name]) > STAGES.index(home[table.name])
    ]

    assert wrong == []


def test_bleach_is_imported_in_one_place_only():
    assert [str(p.relative_to(ROOT)) for p in modules() if "bleach" in imported(p)] == [
        "contest/platform/sanitise.py"
    ]


def test_no_module_is_a_junk_drawer():
    forbidden = {"utils.py", "helpers.py", "common.py", "misc.py", "manager.py"}

    assert [str(p.relative_to(ROOT)) for p in modules() if p.name in forbidden] == []


def test_no_file_is_longer_than_four_hundred_lines():
    long = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}

    assert {name: lines for name, lines in long.items() if lines > 400} == {}


VIOLATIONS = {
    "stages": ("contest/people/queries.py", "import contest.entries.queries"),
    "inside-a-part": ("contest/people/queries.py", "import contest.people.service"),
    "pure-rules": ("contest/people/rules/details.py", "import sqlalchemy"),
    "blind": ("contest/assignment/queries.py", "import contest.entries.queries"),
    "no-sql-in-pages": ("contest/web/public/health.py", "import contest.people.models"),
    "one-exit": ("contest/judging/service.py", "import contest.anonymisation.seals"),
    "ceremony": ("contest/results/service.py", "import contest.anonymisation.sealed_opening"),
    "one-identity": ("contest/web/office/results.py", "import contest.anonymisation.one_identity"),
    "audiences": ("contest/web/judge/pages.py", "import contest.web.office.pages"),
    "no-cycles": ("contest/kernel/text.py", "import contest.kernel.names"),
}


def contracts(folder):
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)},
    )


def test_the_contracts_hold():
    result = contracts(ROOT)

    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize(("contract", "violation"), VIOLATIONS.items())
def test_a_contract_fails_when_it_is_violated(tmp_path, contract, violation):
    place, line = violation
    shutil.copytree(
        PACKAGE, tmp_path / "contest", ignore=shutil.ignore_patterns("__pycache__", "translations")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / place
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    result = contracts(tmp_path)

    name = contract_name(contract)
    assert result.returncode == 1, result.stderr
    assert f"{name} BROKEN" in result.stdout


def test_a_new_package_has_to_choose_its_place(tmp_path):
    shutil.copytree(
        PACKAGE, tmp_path / "contest", ignore=shutil.ignore_patterns("__pycache__", "translations")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "contest" / "newthing").mkdir()
    (tmp_path / "contest" / "newthing" / "__init__.py").write_text("")

    result = contracts(tmp_path)

    assert (result.returncode, "newthing" in result.stdout) == (1, True)


def contract_name(contract):
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = settings["tool"]["importlinter"]["contracts"]
    return next(c["name"] for c in listed if c["id"] == contract)


def test_every_contract_has_a_violation_here():
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert {c["id"] for c in settings["tool"]["importlinter"]["contracts"]} == set(VIOLATIONS)
