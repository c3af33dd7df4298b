#!/usr/bin/env bash
# Writes again what derives from code and rule pages: carets and tables of the pages, the rule index, the record of all words, the schemas,
# the schedule, the analyzer's ledger and the samples. Read the diff as you read code; CI fails where this was forgotten.
#
#   tools/update.sh [--rules]
#
#   --rules    only what a rule or its page changes in the core's tests: one project instead of three
set -euo pipefail
cd "$(dirname "$0")/.."

scope=all
case ${1:-} in
  "") ;;
  --rules) scope=rules ;;
  --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) echo "unknown option $1; see --help" >&2; exit 2 ;;
esac

export SVCLINT_UPDATE=1
dotnet test tests/SvcLint.Core.Tests --filter "FullyQualifiedName~RulePages|FullyQualifiedName~SchemaTests|FullyQualifiedName~ScheduleTests"
[ "$scope" = rules ] && exit 0
dotnet test tests/SvcLint.Analyzers.Tests --filter "FullyQualifiedName~ReleaseLedgerTests"
dotnet test tests/SvcLint.Cli.Tests --filter "FullyQualifiedName~SamplesTests|FullyQualifiedName~DiagnoseTests"
