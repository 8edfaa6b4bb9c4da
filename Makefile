# Each target's text after ## is what `make` alone prints; the work is done by deploy/dev.py.
.DEFAULT_GOAL := help
PORT ?= 8000
DEV := @sh deploy/python deploy/dev.py

.PHONY: help setup run stop test test-long evaluate lock format messages css fonts icons leaflet screenshots

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make the virtual environment .venv/ with the pinned packages (other targets do it when needed)
	$(DEV) setup

run: ## start the site with the İzmir network on 127.0.0.1; another port: make run PORT=8001
	$(DEV) run --port "$(PORT)"

stop: ## stop what `make run` started
	$(DEV) stop

test: ## everything CI runs: linters, types, translations, tests, browser, PostgreSQL; sets itself up
	$(DEV) test

test-long: ## the full kill, soak and matrix runs; they take their time
	$(DEV) test-long

evaluate: ## how well the search answers the evaluation set, in a throw-away data folder
	$(DEV) evaluate

lock: ## pin requirements.txt and requirements-dev.txt from pyproject.toml
	$(DEV) lock

format: ## put Python files into the house style
	$(DEV) format

messages: ## collect messages for translation into locale/ (needs gettext) and compile them
	$(DEV) messages

fonts: ## cut the fonts of static/fonts/ from their pinned packages and draw the wordmark (needs npm)
	$(DEV) fonts

icons: ## collect the icons of static/icons.svg from their pinned package (needs npm)
	$(DEV) icons

leaflet: ## collect the map's library of static/leaflet/ from its pinned packages (needs npm)
	$(DEV) leaflet

css: ## put the components of static/css/ together into static/paydas.css
	$(DEV) css

screenshots: ## every public page x {360, 1280} x {light, dark}, in English in light, into screenshots/, from a site of its own
	$(DEV) screenshots
