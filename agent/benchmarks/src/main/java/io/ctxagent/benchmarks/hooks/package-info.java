/** What the agent's hooks add to a blocking call that does not block. */
@NullMarked
package io.ctxagent.benchmarks.hooks;

import org.jspecify.annotations.NullMarked;
