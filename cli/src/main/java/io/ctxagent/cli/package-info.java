/**
 * The command line, {@code ctxinspect}: one file for each verb. {@link io.ctxagent.cli.CtxInspect} lists them.
 *
 * <p>A verb resolves its target through {@code connect}, which reads a file or speaks to an agent, and prints what
 * {@code report} makes of the snapshot. Results go to standard output; each error is one line on standard error and an
 * {@link io.ctxagent.cli.ExitCode}.
 */
@NullMarked
package io.ctxagent.cli;

import org.jspecify.annotations.NullMarked;
