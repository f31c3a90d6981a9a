# Every target creates the virtual environment it needs.
PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
LIGHT := .venv/.light
READY := .venv/.ready
DEMO := .demo/report.html

.PHONY: demo venv test check lint types imports fix golden docs docs-gen grammar pictures site bench recall precision fuzz attack

demo: $(LIGHT)  ## check the layout of a real telegram and a sample folder, and write a report
	$(BIN)/cablelint check --no-progress --exit-zero fixtures/seed/skeleton.txt
	@mkdir -p $(dir $(DEMO))
	$(BIN)/cablelint check --no-progress --exit-zero fixtures/telegrams -o $(DEMO)
	@echo "The report, for a browser: $(abspath $(DEMO))"

venv: $(LIGHT)  ## create a virtual environment with the program, pytest and ruff only

test: $(READY)  ## run all tests
	$(BIN)/pytest -q -n $(JOBS)

check: lint types imports test  ## run everything that CI requires

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
golden: $(READY)  ## rewrite all golden files, or with RULE=name those of one rule; review the diff
	$(BIN)/pytest -q tests/test_fixtures.py --update -k "test_a_rule_alone and $(RULE)/"
	$(BIN)/python scripts/generate_docs.py
else
golden: $(READY) docs
	$(BIN)/pytest -q -n $(JOBS) --update
endif
docs docs-gen: $(READY) grammar  ## rewrite compiled grammars, generated pages and schemas
	$(BIN)/python scripts/generate_docs.py
grammar: $(READY)  ## write stale parse tables into the package
	$(BIN)/python scripts/compile_grammar.py
pictures: $(READY)  ## retake the pictures of the README; needs Chromium
	$(BIN)/python scripts/pictures.py
attack: $(READY)  ## damage, hangs, injections, fixes: at length, for an hour or two; not in CI
	$(BIN)/pytest -q tests/attack --attack $(or $(TIMES),20)
site: $(READY) docs  ## build the docs site into site/, the playground included; needs npm
	$(BIN)/zensical build --strict
	$(BIN)/python scripts/build_playground.py site/playground/app
bench: $(READY)  ## print the cost table of docs/performance.md; SAVE=FILE keeps it, BASE=FILE compares
	$(BIN)/python benchmarks/bench.py $(if $(SAMPLES),--samples $(SAMPLES)) \
		$(if $(SAVE),--save $(SAVE)) $(if $(BASE),--base $(BASE))
recall: $(READY)  ## print how many injected defects the rules find; SAMPLES=DIR adds telegrams
	PYTHONPATH=. $(BIN)/python -m benchmarks.recall $(if $(SAMPLES),--samples $(SAMPLES))
precision: $(READY)  ## compare the findings in SAMPLES=DIR with the judgements
	PYTHONPATH=. $(BIN)/python -m benchmarks.precision $(SAMPLES)
fuzz: $(READY)  ## try the laws of the grammar on 200,000 mutated texts; SAMPLES=DIR of telegrams
	PYTHONPATH=. $(BIN)/python -m benchmarks.fuzz $(if $(SAMPLES),--samples $(SAMPLES))

$(LIGHT): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q --group light -e .
	$(BIN)/python -m compileall -q grammar linter # pip compiles what it copies, not what it links
	touch $@
$(READY): $(LIGHT)
	$(BIN)/python -m pip install -q --group dev -e ".[all]"
	touch $@
