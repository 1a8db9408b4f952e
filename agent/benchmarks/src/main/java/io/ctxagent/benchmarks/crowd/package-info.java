/** What a look at a hundred thousand contexts costs the JVM that has them. */
@NullMarked
package io.ctxagent.benchmarks.crowd;

import org.jspecify.annotations.NullMarked;
