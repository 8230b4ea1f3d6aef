# make demo   an own environment, then the main job on a synthetic city
# make test   everything the tests need, then all of them
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --constraint constraints.txt --editable
export OMP_WAIT_POLICY := passive

.PHONY: demo serve test check unit browser system audit sbom clean

demo: $(VENV)/.demo
	$(BIN)/tongtu demo

serve: $(VENV)/.demo
	$(BIN)/tongtu demo --serve

test: $(VENV)/.test system check
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest -p xdist.plugin -p _hypothesis_pytestplugin -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 1

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/.test
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest -p _hypothesis_pytestplugin -m "not browser and not postgres"

browser: $(VENV)/.test system
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest -p _hypothesis_pytestplugin -m browser

# Asks the registry which installed packages have known faults: needs the network, so no test does it.
audit: $(VENV)/.test
	$(BIN)/pip-audit --local --skip-editable --progress-spinner off

# What the service is made of, CycloneDX 1.6, into sbom.json.
sbom: $(VENV)/.test
	$(BIN)/python deploy/sbom.py postgres > sbom.json

system:
	sh .ci/system-packages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tongtu needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) '.[postgres,encoder,cluster,dev]'
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
