# `make run` serves the portal with demonstration data; `make test` proves it. Each does all its own set-up.
PYTHON := .venv/bin/python
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup run test test-rooms test-postgresql test-journeys test-deployment pictures check bench messages fonts clean

help:  ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .venv/ready translations/.compiled  ## Install what the portal needs to run

run: setup  ## Serve the portal with demonstration data at http://127.0.0.1:8000
	$(PYTHON) -m flask --app wsgi init
	$(PYTHON) -m flask --app wsgi demo
	@echo "The portal is at http://127.0.0.1:$(PORT)/ (stop it with Ctrl+C)"
	@exec .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 1 --blocking-threads 256 --no-access-log wsgi:app

test: test-rooms test-postgresql test-journeys test-deployment  ## Pass the whole test suite

test-rooms: .venv/test-ready translations/.compiled  ## Test each room on SQLite
	$(PYTHON) -m pytest tests --ignore tests/e2e --ignore tests/deployment -n 2 --cov --cov-report=term:skip-covered

test-postgresql: .venv/test-ready translations/.compiled  ## Test each room on PostgreSQL
	$(PYTHON) tests/with_postgresql.py $(PYTHON) -m pytest tests --ignore tests/e2e --ignore tests/deployment -n 2 -m "not engine_free"

test-journeys: .venv/test-ready translations/.compiled  ## Walk the journeys in a real browser
	$(PYTHON) -m pytest tests/e2e -n 2

test-deployment: .venv/test-ready translations/.compiled  ## Run the portal as it is deployed, and kill and restart its processes
	$(PYTHON) -m pytest tests/deployment

check: .venv/test-ready translations/.compiled  ## Look for faults without running: style, types, contracts, catalogues, migrations
	.venv/bin/ruff check portal migrations tests wsgi.py
	.venv/bin/ruff format --check portal migrations tests wsgi.py
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates
	$(PYTHON) tests/check_catalogues.py
	$(PYTHON) tests/check_mongolian.py
	$(PYTHON) tests/review_words.py --check
	$(PYTHON) tests/check_migrations.py

pictures: .venv/test-ready translations/.compiled  ## Draw the approved pictures of all pages anew; look at each before committing
	PORTAL_APPROVE=1 $(PYTHON) -m pytest tests/e2e/test_pictures.py

bench: .venv/test-ready translations/.compiled  ## Measure the budgets, side by side
	$(PYTHON) -m tests.bench

messages: .venv/ready  ## Take new sentences into the catalogues
	.venv/bin/pybabel -q extract -F translations/babel.cfg -k _l --add-comments=Translators: --add-location=file --project=portal -o translations/messages.pot portal templates
	.venv/bin/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-pot-creation-date
	rm translations/messages.pot

fonts: .venv/test-ready  ## Build the fonts again, from Debian's fonts-noto-cjk and tests/tools/fonts/sources
	$(PYTHON) tests/tools/fonts

.venv/python:
	.ci/find-python -m venv .venv
	@touch $@

.venv/ready: .venv/python requirements.txt .ci/system-packages
	.ci/system-packages run
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test-ready: .venv/ready tests/requirements-dev.txt
	.ci/system-packages test
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r tests/requirements-dev.txt
	@touch $@

translations/.compiled: .venv/ready $(wildcard translations/*/LC_MESSAGES/*.po)
	.venv/bin/pybabel -q compile -d translations
	@touch $@

clean:  ## Remove what the commands made (the data in var/ stays)
	rm -rf .venv translations/.compiled translations/*/LC_MESSAGES/*.mo .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
