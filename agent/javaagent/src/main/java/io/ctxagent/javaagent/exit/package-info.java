/**
 * The end of the JVM: what is still running then, in the last line and in the exit report. Never delays the exit beyond the
 * duration that the user gave.
 */
@NullMarked
package io.ctxagent.javaagent.exit;

import org.jspecify.annotations.NullMarked;
