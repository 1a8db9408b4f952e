/**
 * What people read: pure functions from a {@link io.ctxagent.model.Snapshot} to text. The command line, the agent's exit
 * report and the tests share them, so that one bug reads the same everywhere.
 *
 * <p>{@link io.ctxagent.report.AttachScreen}, {@link io.ctxagent.report.TreeText},
 * {@link io.ctxagent.report.ThreadsText} and {@link io.ctxagent.report.LeaksText} each draw one screen;
 * {@link io.ctxagent.report.TreeDot} and {@link io.ctxagent.report.TreeMermaid} draw the tree for other programs. Lines
 * are meant for 80 columns and ASCII; names, which may come from requests, pass through {@link
 * io.ctxagent.report.SafeText}; colour comes from a {@link io.ctxagent.report.Style}.
 */
@NullMarked
package io.ctxagent.report;

import org.jspecify.annotations.NullMarked;
