# Every target makes the venv it needs; nothing is installed by hand.
PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
LIGHT := .venv/.light
READY := .venv/.ready
DEMO := .demo/report.html

.PHONY: demo venv test check lint types imports fix golden docs docs-gen grammar pictures site bench recall attack

demo: $(LIGHT)  ## check a real layout and a sample folder, and write a report
	$(BIN)/cablelint check --no-progress --exit-zero fixtures/seed/skeleton.txt
	@mkdir -p $(dir $(DEMO))
	$(BIN)/cablelint check --no-progress --exit-zero fixtures/telegrams -o $(DEMO)
	@echo "The report, for a browser: $(abspath $(DEMO))"

venv: $(LIGHT)  ## a venv with the program, pytest and ruff only

test: $(READY)  ## run all tests
	$(BIN)/pytest -q -n $(JOBS)

check: lint types imports test  ## everything CI asks for

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
types: $(READY)
	$(BIN)/mypy
	$(BIN)/pyright
imports: $(READY)
	$(BIN)/lint-imports
fix: $(READY)  ## repair what ruff can repair
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
ifdef RULE
golden: $(READY)  ## rewrite all golden files, with RULE=name those of one rule; review the diff
	$(BIN)/pytest -q tests/test_fixtures.py --update -k "test_a_rule_alone and $(RULE)/"
	$(BIN)/python scripts/generate_docs.py
else
golden: $(READY) docs
	$(BIN)/pytest -q -n $(JOBS) --update
endif
docs docs-gen: $(READY) grammar  ## rewrite compiled grammars, generated pages and schemas
	$(BIN)/python scripts/generate_docs.py
grammar: $(READY)  ## write the parse tables into the package, where they are stale
	$(BIN)/python scripts/compile_grammar.py
pictures: $(READY)  ## take the README's pictures anew; needs Chromium
	$(BIN)/python scripts/pictures.py
attack: $(READY)  ## damage, hangs, injections, fixes: at length, for an hour or two; not in CI
	$(BIN)/pytest -q tests/attack --attack $(or $(TIMES),20)
site: $(READY) docs  ## build the docs site into site/
	$(BIN)/zensical build --strict
bench: $(READY)  ## print the cost table of docs/performance.md
	$(BIN)/python benchmarks/bench.py
recall: $(READY)  ## print what the rules find of injected defects; SAMPLES=DIR adds telegrams
	PYTHONPATH=. $(BIN)/python -m benchmarks.recall $(if $(SAMPLES),--samples $(SAMPLES))

$(LIGHT): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q --group light -e .
	$(BIN)/python -m compileall -q grammar linter # pip compiles what it copies, not what it links
	touch $@
$(READY): $(LIGHT)
	$(BIN)/python -m pip install -q --group dev -e ".[all]"
	touch $@
