/** Running JMH on a machine that is never quiet, and printing what came out as one table. */
@NullMarked
package io.ctxagent.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
