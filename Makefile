PYTHON ?= .venv/bin/python
export PYTHONPATH := tests

.PHONY: check lint types imports test fix update bench

check: lint types imports test

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m codespell_lib README.md CONTRIBUTING.md CHANGELOG.md docs src sample_data/*.py

types:
	MYPYPATH=src:tests:sample_data:benchmarks $(PYTHON) -m mypy

imports:
	$(PYTHON) -c "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

test:
	$(PYTHON) -m pytest --numprocesses=auto --dist=worksteal --cov --cov-report=term-missing:skip-covered

fix:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

update:
	$(PYTHON) -m pytest --update

bench:
	$(PYTHON) benchmarks/run.py
