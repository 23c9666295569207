# `make help` lists the commands.
PYTHON ?= $(shell command -v python3.11 >/dev/null 2>&1 && python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
PORT ?= 8000
# The second pair's Python, by name or as pyenv keeps it.
PYTHON_NEXT ?= $(firstword $(shell python3.13 -c '' 2>/dev/null && echo python3.13) $(wildcard $(shell pyenv root 2>/dev/null)/versions/3.13*/bin/python3.13))
BIN = .venv/bin
# What only the second pair calls deprecated has its turn when the first pair is left behind.
LATER = -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard site_config/locale/*/LC_MESSAGES/*.po))
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test test-browser test-slow test-next check bench bench-review bench-forums rehearse lock pictures messages clean-demo

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 16

demo: preflight-demo .venv/runtime $(CATALOGUES)  ## start the demo: web server and task worker, with invented people and a course
	@DEMO_MODE=1 $(BIN)/python -W ignore manage.py serve --demo --port $(PORT)

.PHONY: preflight-demo
preflight-demo:
	@$(PYTHON) -c '' 2>/dev/null || { echo "Python 3.11 is missing. On Debian: sudo apt install python3.11 python3.11-venv" >&2; exit 1; }
	@$(PYTHON) site_config/preflight.py $(PORT)

clean-demo:  ## forget the demo's data; the next `make demo` starts anew
	rm -rf var media/public media/private

test: .venv/dev $(CATALOGUES)  ## linters and every test but the slow ones, on SQLite and, where one is reachable, on PostgreSQL
	@$(BIN)/python tests/run.py

check: .venv/dev  ## the linters alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache
	$(BIN)/djhtml --check --tabwidth 2 templates > /dev/null 2>&1 || $(BIN)/djhtml --check --tabwidth 2 templates
	$(BIN)/mypy

test-slow: .venv/dev $(CATALOGUES)  ## the import of the big course and other long tests, and every example of the properties, on the same databases
	@$(BIN)/python tests/run.py slow

test-next: $(CATALOGUES)  ## the suite on the second pair, Python 3.13 with Django 6.1, where such a Python is present
	@if [ -z "$(PYTHON_NEXT)" ]; then echo "There is no Python 3.13: the second pair is left out."; \
	else $(MAKE) --no-print-directory .venv-next/dev && .venv-next/bin/python -m pytest -q -n 2 $(LATER) -m "not slow and not browser"; fi

bench: .venv/dev $(CATALOGUES)  ## what a page costs, in floors, on PostgreSQL with gunicorn
	$(BIN)/python -W ignore -m tests.benchmarks.run

bench-review: .venv/dev $(CATALOGUES)  ## long queues and reviews, autosave, and 1,000 submissions in a minute (tests/benchmarks/review.py)
	$(BIN)/python -W ignore -m tests.benchmarks.review

bench-forums: .venv/dev $(CATALOGUES)  ## big boards, long topics, much unread, and 100 posts a second by 8 processes (tests/benchmarks/forums.py)
	$(BIN)/python -W ignore -m tests.benchmarks.forums

rehearse: .venv/dev $(CATALOGUES)  ## the whole server set on local ports, with TLS, and the main job done on it
	$(BIN)/python -W ignore -m tests.rehearsal.run

lock:  ## compile the lock files anew from pyproject.toml (needs uv)
	echo 'django<6.0' > /tmp/first-pair.txt; echo 'django>=6.1' > /tmp/second-pair.txt
	uv pip compile pyproject.toml --python-version 3.11 -c /tmp/first-pair.txt --universal --generate-hashes --no-annotate --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --python-version 3.11 -c /tmp/first-pair.txt --universal --generate-hashes --no-annotate --no-header -q -o requirements-dev.lock
	uv pip compile pyproject.toml --group dev --python-version 3.13 -c /tmp/second-pair.txt --universal --generate-hashes --no-annotate --no-header -q -o requirements-next.lock

pictures: .venv/dev $(CATALOGUES)  ## make the style guide's reference pictures anew; look at them before you commit
	RENEW_PICTURES=1 $(BIN)/python -m pytest -q -m browser tests/site_config/test_styleguide_pictures.py

messages: .venv/dev  ## collect the texts to translate (needs gettext)
	$(BIN)/python -W ignore manage.py makemessages -l pt_BR -l en -l es --no-wrap --no-location -i .venv -i var -i media
	@# A guess is no translation, and what nothing says any more need not be kept.
	@for catalogue in site_config/locale/*/LC_MESSAGES/django.po; do \
		msgattrib --sort-output --no-obsolete --clear-fuzzy --clear-previous --empty --no-wrap -o $$catalogue $$catalogue; done

%.mo: %.po
	@$(BIN)/pybabel -q compile -i $< -o $@

.venv/bin/python:
	@$(PYTHON) site_config/preflight.py
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv

# The stamps are as new as the lock they were made from: nothing is installed twice.
.venv/runtime: requirements.lock | .venv/bin/python
	@echo "Installing the packages of requirements.lock …"
	@$(BIN)/pip install -q --require-hashes -r requirements.lock
	@touch .venv/runtime

.venv/dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing the packages of requirements-dev.lock …"
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@touch .venv/dev .venv/runtime

.venv-next/dev: requirements-next.lock
	@$(PYTHON_NEXT) -m venv .venv-next
	@.venv-next/bin/pip install -q --require-hashes -r requirements-next.lock
	@touch .venv-next/dev

$(CATALOGUES): | $(if $(wildcard .venv/dev),.venv/dev,.venv/runtime)
