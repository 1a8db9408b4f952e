# Go's own context, measured by the same rows. Sourced by scripts/bench, never run.

# run_go_benchmarks FILE: what `go test -bench` prints; an empty file where Go is not installed.
run_go_benchmarks() {
    : >"$1"
    if ! command -v go >/dev/null; then
        say "go is not installed: its columns show facts of an earlier machine, in brackets"
        return
    fi
    step "Go's context ($(go version))"
    (cd "$ROOT/agent/benchmarks/src/main/go" && go test -run '^$' -bench . -benchmem) >"$1" ||
        fail "the Go benchmarks failed"
}
