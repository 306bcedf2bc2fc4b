# Every command makes .venv by itself the first time and whenever a lock file has changed.

PYTHON ?= python3
ARGS ?=
WITH_DEMO = @$(PYTHON) scripts/venv.py demo
WITH_TESTS = @$(PYTHON) scripts/venv.py test
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: help demo test test-services lint bench soak fuzz messages messages-check lock

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1  /p' $(MAKEFILE_LIST) | awk -F'  ' '{ printf "make %-16s %s\n", $$1, $$2 }'

demo: ## Amparo with invented people on http://127.0.0.1:8000; PORT=8001, RESET=1 starts afresh
	$(WITH_DEMO) python -m demo

test: ## every test, on a PostgreSQL of its own; ARGS="tests/running -x" for some
	$(WITH_TESTS) python -m pytest -n 3 --dist worksteal $(ARGS)

test-services: ## the tests marked `services` on the PostgreSQL that this machine has installed
	$(WITH_TESTS) python -m scripts.on_installed_postgres $(ARGS)

lint: ## style, import contracts, hashes of what is vendored
	$(WITH_TESTS) ruff check
	$(WITH_TESTS) ruff format --check
	$(WITH_TESTS) lint-imports
	$(WITH_TESTS) python scripts/vendor.py --check
	$(WITH_TESTS) python scripts/used_bootstrap.py --check

bench: ## the speed figures; ARGS="--only report" for a quarter's figures beside hand-written SQL
	$(WITH_DEMO) python -m demo.once bench $(ARGS)

soak: ## kill worker and broker while work is done, race two editors, 2,500 steps of a team; ARGS=redis for one story
	$(WITH_TESTS) python -m bench.soak $(ARGS)
	@INTERLEAVINGS=500 .venv/bin/python -m pytest tests/work/test_two_editors.py
	@COURSES=50 .venv/bin/python -m pytest tests/cases/test_whatever_a_team_does.py

fuzz: ## every operation of the API in every role with much that fits and much that does not; FUZZ_EXAMPLES=100
	$(WITH_TESTS) true
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-100} .venv/bin/python -m pytest -n 2 tests/api/test_fuzzing.py tests/api/test_bodies_at_random.py $(ARGS)

messages: ## collect the texts to translate and compile the translations
	$(WITH_TESTS) python -m scripts.messages

messages-check: ## fail when a text was not collected or a translation not compiled
	$(WITH_TESTS) python -m scripts.messages --check

lock: ## write the lock files again after a change of a *.in file; ARGS=--upgrade for newer versions
	$(WITH_TESTS) sh -c 'for set in uv runtime demo test; do $(LOCK) $(ARGS) requirements/$$set.in -o requirements/$$set.txt || exit; done'
