# Every target sets up what it needs, says what it does, and can be repeated or interrupted at will.
PASSI := ./allestimento/passi.sh

.PHONY: run piano test check bench schermate requirements clean
.NOTPARALLEL:

run: ## the site with the demonstration, at http://127.0.0.1:8000/ (PORTA=8001 for another port)
	@$(PASSI) ambiente requisiti segreto dati statici servi

piano: ## out/piano-oglio-ovest-2026.pdf
	@$(PASSI) ambiente requisiti segreto dati piano

test: ## the suite, on SQLite and on PostgreSQL (ARGS="-k home" for a part, SUITE_DB=sqlite for one engine)
	@$(PASSI) ambiente requisiti-dev browser verapdf collaudo

check: ## style, types, architecture, templates, migrations, deployment
	@$(PASSI) ambiente requisiti-dev segreto controlli

bench: ## times and memory
	@$(PASSI) ambiente requisiti-dev segreto misure

schermate: ## the pictures of docs/guida.md, taken again in docs/schermate/
	@$(PASSI) ambiente requisiti-dev browser schermate

requirements: ## compiles requirements/*.txt from pyproject.toml
	@$(PASSI) ambiente requirements

clean: ## removes the environment and the caches; var/ and out/, which hold data and documents, stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
