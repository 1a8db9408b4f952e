/** What {@code scripts/bench} runs. Each room below measures one thing; none of it is shipped. */
@NullMarked
package io.ctxagent.benchmarks;

import org.jspecify.annotations.NullMarked;
