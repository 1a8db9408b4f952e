/** What {@code scripts/bench throughput} needs of a database: a place of its own. */
@NullMarked
package io.ctxagent.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
