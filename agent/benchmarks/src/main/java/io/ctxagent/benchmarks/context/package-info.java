/** The library next to gRPC's Context, Kotlin's Job and Go's context, one row for each of its budgets. */
@NullMarked
package io.ctxagent.benchmarks.context;

import org.jspecify.annotations.NullMarked;
