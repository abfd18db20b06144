# make run    the main job: seeds/ in, records in outputs/ out
# make test   all tests
# make soak   hours of faults and fuzzing
# make check  style, types and tests
# make docs   the documentation, in build/site
# Each first makes .venv from requirements.lock, if it is not there or out of date.

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made-from-lock
# One thread a process: several processes on a few cores only get in each other's way otherwise.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test soak check style coverage docs bench environment schemas floors lock clean

run: environment
	$(BIN)/newsquotes extract seeds -o outputs

test: environment
	$(BIN)/python -m pytest -q

# Hours of broken inputs, kills, memory and fuzzing (the last only where atheris is installed).
soak: environment
	$(BIN)/python -m pytest -q -s -m soak

check: style test

style: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: environment
	$(BIN)/python -m pytest -q --cov --cov-report=term

docs: environment
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet -f docs/mkdocs.yml

# Of fewer than 512 articles it makes more by recombining their paragraphs; or give ARTICLES=folder.
ARTICLES ?= seeds
bench: environment
	$(BIN)/newsquotes bench $(ARTICLES)

schemas: environment
	for part in record run failure; do $(BIN)/newsquotes schema $$part > pipeline/schemas/$$part.json; done

# Pins what is better than before on our own gold articles; never lowers a floor.
floors: environment
	$(BIN)/newsquotes evaluate tests/cases/gold --floors tests/cases/floors.json --raise

environment: $(MADE)

$(MADE): requirements.lock pyproject.toml
	@python=$$(sh tools/find-python) && set -x && \
	"$$python" -m venv --clear $(VENV) && \
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock && \
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . && \
	touch $@

# Needs uv; no address of an index is written down.
lock:
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.12 \
	  --generate-hashes --no-annotate --no-header --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
