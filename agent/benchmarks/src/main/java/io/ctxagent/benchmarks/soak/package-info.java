/** A long load on the order service under the agent, and what must be left of it: nothing. */
@NullMarked
package io.ctxagent.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
