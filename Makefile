# `make` alone lists what there is. Everything runs in .venv, installed from the lock files when they changed.
.DEFAULT_GOAL := help
.PHONY: help run scanner receiver printer test check bench shell lock messages css install install-dev

FITTING := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(FITTING)' 2>/dev/null && echo $$python && exit; done; echo python3)
VENV := .venv/bin/python
COMPILE := $(VENV) -m uv pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

help:  ## List these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

run: install  ## Start the service point on this machine (PORT=8000), with invented people and mails in the browser
	@exec $(VENV) -m launch.run

scanner: install  ## A simulated fingerprint scanner on this machine (SITE=http://localhost:8000)
	@exec $(VENV) -m simulators.scanner $(if $(SITE),--allow $(SITE))

receiver: install  ## A simulated receiver of photos and fingerprints, with its own certificate in data/receiver
	@exec $(VENV) -m simulators.receiver

printer: install  ## A simulated print service that checks batches of letters (TOKEN=...)
	@exec $(VENV) -m simulators.printer $(if $(TOKEN),--token $(TOKEN))

test: install-dev  ## All checks and all tests, the browser's too
	@checked=0; $(VENV) -m launch.checks || checked=$$?; $(VENV) -m launch.suite && exit $$checked

check: install-dev  ## Style, types, walls between rooms, templates, translations, settings
	@exec $(VENV) -m launch.checks

bench: install-dev  ## Measure: free places, bookings a second, pages a second
	@exec $(VENV) -m launch.command -m benchmarks

shell: install  ## A Python shell with the site's database
	@exec $(VENV) -m launch.command manage.py shell

messages: install-dev  ## Find texts in code and templates and merge them into the catalogues
	@exec $(VENV) -m launch.messages

css: ## Build the style sheet from frontend/ (needs node; running the site does not)
	cd frontend && npm ci && npm run build

lock: install-dev  ## Choose versions of all dependencies again (UPGRADE=--upgrade for the newest)
	echo 'uv==$(shell sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements-uv.lock)' | $(COMPILE) --no-annotate - -o requirements-uv.lock
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

install:
	@$(PYTHON) launch/install.py

install-dev:
	@$(PYTHON) launch/install.py --dev
