module io.ctxagent/benchmarks

go 1.19
