/** How long a blocked call goes on after its context was cancelled: {@code scripts/bench wakes}. */
@NullMarked
package io.ctxagent.benchmarks.wakes;

import org.jspecify.annotations.NullMarked;
