#!/usr/bin/env bash
# Gather every text that is marked for translation and update the Dutch catalogue; English stands in the code.
set -euo pipefail
cd "$(dirname "$0")/.."
babel=.venv/bin/pybabel
$babel --quiet extract -F tools/babel.cfg --no-location --sort-output --omit-header \
  -k text:1 -k plural:1,2 -k N_ -k _ -k lazy_gettext -o /tmp/planner-messages.pot planner
$babel --quiet update --ignore-obsolete --no-wrap --no-fuzzy-matching --omit-header \
  -i /tmp/planner-messages.pot -d planner/translations -l nl
rm /tmp/planner-messages.pot
