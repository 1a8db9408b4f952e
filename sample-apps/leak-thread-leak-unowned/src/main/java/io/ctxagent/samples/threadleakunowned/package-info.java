/** CTX108: main returns, a thread that belongs to nobody holds the JVM. */
@NullMarked
package io.ctxagent.samples.threadleakunowned;

import org.jspecify.annotations.NullMarked;
