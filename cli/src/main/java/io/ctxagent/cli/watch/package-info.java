/**
 * The live screen of {@code ctxinspect watch}: {@link io.ctxagent.cli.watch.Watching} looks again and again,
 * {@link io.ctxagent.cli.watch.Screen} is the terminal that it draws on and takes keys from, and
 * {@link io.ctxagent.cli.watch.WatchJson} writes the same as lines for programs. What is on the screen comes from
 * {@code report}.
 */
@NullMarked
package io.ctxagent.cli.watch;

import org.jspecify.annotations.NullMarked;
