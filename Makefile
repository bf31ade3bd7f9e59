# Clearance Atlas. `make help` lists the targets; each sets up .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ATLAS := $(BIN)/atlas
TESTS := $(BIN)/python -m pytest --numprocesses=auto --dist=loadscope
DATASETS := $(patsubst layers/%/dataset.toml,%,$(wildcard layers/*/dataset.toml))
CODE := $(shell find geo -name '*.py' -o -path '*/web/bundle/*' -type f)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help maps layers geojson rasters notebook report test test-all coverage docs lint lint-web bundle audit verify clean
.DELETE_ON_ERROR:

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

maps: $(DATASETS:%=build/maps/%.html) ## Draw the maps: build/maps/*.html

layers: $(DATASETS:%=layers/%.gpkg) ## Build the GeoPackages: layers/*.gpkg

geojson: layers ## Write GeoJSON for GIS users: build/geojson/
	@for name in $(DATASETS); do \
	  $(ATLAS) export geojson layers/$$name.gpkg -o build/geojson/$$name --overwrite || exit 1; done

notebook: layers $(VENV)/notebook ## Start JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

report: layers $(VENV)/report ## Make sheets for paper: build/report/
	@for name in $(DATASETS); do \
	  $(ATLAS) report summary layers/$$name.gpkg -o build/report/$$name.pdf --overwrite && \
	  $(ATLAS) report factsheet layers/$$name.gpkg --all -o build/report/$$name --overwrite \
	    || exit 1; done

rasters: layers/exercise.gpkg ## Make surfaces, exposure and an order of work of the exercise: build/rasters/
	$(BIN)/python layers/exercise/people.py build/rasters/people-synthetic.tif
	@for verb in density coverage distance age; do \
	  $(ATLAS) raster $$verb $< -o build/rasters/$$verb.tif --cell 100 --overwrite || exit 1; done
	$(ATLAS) raster exposure $< build/rasters/people-synthetic.tif --within 0 --within 500 \
	  -o build/rasters/people-near.csv --overwrite
	$(ATLAS) priorities $< --people build/rasters/people-synthetic.tif \
	  -o build/rasters/what-first.html --overwrite

docs: $(VENV)/docs ## Build the documentation: build/docs/index.html
	$(BIN)/python -m sphinx -W --keep-going -q -b html -d build/docs/trees docs build/docs

test: $(VENV)/dev ## Run the tests, but for the slow ones (16 minutes on two cores)
	$(TESTS) -m "not slow"

test-all: $(VENV)/dev ## Run all tests, in random order
	$(TESTS) --random-order

coverage: $(VENV)/dev ## Show which lines no test reaches
	$(TESTS) -m "not slow" --cov=geo --cov-report=term-missing:skip-covered

lint: $(VENV)/dev ## Check style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory lint-web; \
	elif [ -n "$$CI" ]; then echo "npm is missing: the page's scripts are not checked"; exit 1; \
	else echo "Skipped: the page's scripts are checked where npm is installed (apt-get install npm)."; fi

lint-web: $(VENV)/runtime node_modules/.package-lock.json
	$(BIN)/python -m geo.maps.typescript --check
	npm run --silent lint

bundle: $(VENV)/runtime node_modules/.package-lock.json ## Make geo/maps/web/bundle of the page's scripts and styles (needs npm)
	$(BIN)/python -m geo.maps.typescript
	npm run --silent bundle

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent
	@touch $@

audit: ## Look up known faults of all that is installed, and list it: build/sbom.json (needs a network)
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet 'pip-audit>=2.7,<3'
	build/audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip \
	  --format cyclonedx-json --output build/sbom.json
	build/audit/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

verify: $(VENV)/runtime ## Build everything twice and compare the bytes
	@rm -rf build/verify
	@for run in 1 2; do for name in $(DATASETS); do \
	  $(ATLAS) build layers/$$name -o build/verify/$$run/$$name.gpkg && \
	  $(ATLAS) map build/verify/$$run/$$name.gpkg -o build/verify/$$run/$$name.html && \
	  $(ATLAS) export geojson build/verify/$$run/$$name.gpkg -o build/verify/$$run/$$name \
	    || exit 1; done; done
	diff -r build/verify/1 build/verify/2
	@for name in $(DATASETS); do cmp layers/$$name.gpkg build/verify/1/$$name.gpkg || exit 1; done
	@cd build/verify/1 && find . -type f | sort | xargs sha256sum

clean: ## Remove everything that was built, except the layers
	rm -rf build $(VENV) node_modules

build/maps/%.html: layers/%.gpkg
	$(ATLAS) map $< -o $@ --overwrite

layers/%.gpkg: layers/%/dataset.toml $(VENV)/runtime $(CODE)
	$(ATLAS) build layers/$* -o $@ --overwrite

# A dataset's GeoPackage depends on every file in its folder.
define inputs
layers/$(1).gpkg: $(wildcard layers/$(1)/*)
endef
$(foreach name,$(DATASETS),$(eval $(call inputs,$(name))))

$(VENV)/runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/notebook: $(VENV)/report
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[notebook]'
	@touch $@

$(VENV)/report: $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[report]'
	@touch $@

$(VENV)/docs: $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[docs]'
	@touch $@

$(VENV)/dev: $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	# Only its GeoPackage validator is used, which needs none of GDAL's bindings.
	$(BIN)/python -m pip install --quiet --no-deps gdal-utils==3.13.3.0
	@touch $@
