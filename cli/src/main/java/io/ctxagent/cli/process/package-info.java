/**
 * What can be known of a JVM from outside, without attaching: everything here is read from Linux' {@code /proc}.
 *
 * <p>{@link io.ctxagent.cli.process.JvmProcess} is one JVM, {@link io.ctxagent.cli.process.JvmProcesses} finds them.
 */
@NullMarked
package io.ctxagent.cli.process;

import org.jspecify.annotations.NullMarked;
