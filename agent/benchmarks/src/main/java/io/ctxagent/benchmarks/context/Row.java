package io.ctxagent.benchmarks.context;

import java.util.List;

/**
 * A row of the table: one operation, its budget, and what an earlier machine measured of Go.
 *
 * @param title what is done
 * @param method of {@link ContextBenchmark} and, where they have it, of {@link GrpcBenchmark} and {@link KotlinBenchmark}
 * @param depth how many contexts stand above
 * @param threads that do it at the same time
 * @param anchors which of {@code grpc} and {@code kotlin} have the operation
 * @param budget nanoseconds; zero: none was set
 * @param go nanoseconds of Go 1.19.8 on an earlier machine; zero: Go does not have it
 */
record Row(String title, String method, int depth, int threads, List<String> anchors, double budget, double go) {

    private static final List<String> BOTH = List.of("grpc", "kotlin");
    private static final List<String> GRPC = List.of("grpc");
    private static final List<String> KOTLIN = List.of("kotlin");

    /** One for each of the library's budgets, and the ones that are not in question but must not allocate. */
    static final List<Row> ALL = List.of(
            new Row("isDone()", "isDone", 1, 1, BOTH, 1, 6.8),
            new Row("isDone(), depth 100", "isDone", 100, 1, BOTH, 1, 6.8),
            new Row("err()", "err", 1, 1, GRPC, 1, 6.8),
            new Row("err(), depth 100", "err", 100, 1, GRPC, 1, 6.8),
            new Row("current()", "current", 1, 1, GRPC, 0, 0),
            new Row("value(), depth 1", "value", 1, 1, GRPC, 5, 10),
            new Row("value(), depth 10", "value", 10, 1, GRPC, 5, 80),
            new Row("value(), depth 100", "value", 100, 1, GRPC, 10, 790),
            new Row("withValue", "withValue", 1, 1, GRPC, 15, 124),
            new Row("run (attach + detach)", "run", 1, 1, GRPC, 10, 0),
            new Row("withCancel + cancel", "createCancel", 1, 1, BOTH, 80, 409),
            new Row("the same, 2 threads, 1 parent", "createCancel", 1, 2, BOTH, 150, 500),
            new Row("the same, a million siblings", "createCancelCrowded", 1, 1, KOTLIN, 80, 0),
            new Row("withCancel + listener + cancel", "createListenCancel", 1, 1, BOTH, 0, 0),
            new Row("withTimeout + cancel", "createCancelTimeout", 1, 1, GRPC, 200, 1000));

    /** The key under which {@link GoFigures} finds the same row. */
    String goName() {
        return method + "/" + depth + (threads > 1 ? "/" + threads : "");
    }
}
